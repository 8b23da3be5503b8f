package fr.cned.partenariats.commons.changelog;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_CURSOR;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.UUID;

/**
 * How far a reader has read the log, as a cursor or in its own storage: the last entry that it knows.
 *
 * @param id of that entry; 0 before the first one
 * @param at when that entry was recorded, in microseconds since 1970: a restored database can give the id again
 * @param objectsAfter while the reader still reads the objects that exist: the last of them; otherwise
 *     {@link #ALL_OBJECTS_READ}
 */
public record ChangePosition(long id, long at, UUID objectsAfter) {

    static final UUID NO_OBJECT_READ = new UUID(0, 0);
    static final UUID ALL_OBJECTS_READ = new UUID(-1, -1);

    public ChangePosition {
        if (id < 0) {
            throw Refusal.of(INVALID_CURSOR);
        }
    }

    public ChangePosition(long id, long at) {
        this(id, at, ALL_OBJECTS_READ);
    }

    boolean readsObjects() {
        return !objectsAfter.equals(ALL_OBJECTS_READ);
    }

    ChangePosition withObjectsAfter(UUID last) {
        return new ChangePosition(id, at, last);
    }
}
