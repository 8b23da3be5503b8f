package fr.cned.partenariats.commons.changes;

import static fr.cned.partenariats.commons.problem.CommonProblem.CURSOR_EXPIRED;
import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_CURSOR;

import fr.cned.partenariats.commons.problem.Refusal;
import java.time.Duration;
import java.util.UUID;

/**
 * The content of a cursor: the last change that the reader knows.
 *
 * @param xid id of the transaction of that change
 * @param id number of that change
 * @param at when that change was recorded, in seconds since 1970
 * @param origin the database from which the reader has it: transaction ids of another one mean nothing
 * @param objectsAfter while the reader still reads the objects that exist: the last of them; otherwise
 *     {@link #ALL_OBJECTS_READ}
 */
record ChangePosition(long xid, long id, long at, String origin, UUID objectsAfter) {

    static final UUID NO_OBJECT_READ = new UUID(0, 0);
    static final UUID ALL_OBJECTS_READ = new UUID(-1, -1);

    ChangePosition {
        if (xid < 0 || id < 0) {
            throw Refusal.of(INVALID_CURSOR);
        }
    }

    boolean readsObjects() {
        return !objectsAfter.equals(ALL_OBJECTS_READ);
    }

    ChangePosition withObjectsAfter(UUID last) {
        return new ChangePosition(xid, id, at, origin, last);
    }

    /** Refuses this position if changes behind it may be deleted, or if it comes from another database. */
    void requireReadable(ChangePosition settled, Duration readable) {
        boolean tooOld = at < settled.at - readable.toSeconds();
        if (tooOld || !origin.equals(settled.origin) || xid > settled.xid) {
            throw Refusal.of(CURSOR_EXPIRED);
        }
    }
}
