package fr.cned.partenariats.commons.outbox;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The id behind which the leader reads. Rows at or below it were read, and no other row can appear there. Without it
 * each look would pass the index entries of all deleted rows that vacuum has not yet removed.
 *
 * <p>Ids become visible out of order. So the position stays below every id that a running transaction may still commit:
 * an id is settled when all transactions have ended that wrote to the outbox when a higher id was already visible.
 */
final class ReadingPosition {

    private final TreeSet<Long> sent = new TreeSet<>();
    private final Set<String> writers = new HashSet<>();
    private long after;
    private long settled;
    private long candidate;
    private long highest;

    /** The next rows to read have a higher id. */
    long after() {
        return after;
    }

    /** Rows with a higher id that are sent but not yet deleted. They must not be read again. */
    Collection<Long> sentBehind() {
        return sent.tailSet(after, false);
    }

    /** All rows in the outbox have a higher id. */
    long floor() {
        return sent.isEmpty() ? after : Math.min(after, sent.first() - 1);
    }

    /** @param all whether the outbox had no further rows */
    void read(List<OutboxRow> rows, boolean all) {
        rows.forEach(row -> sent.add(row.id()));
        long last = rows.isEmpty() ? after : rows.get(rows.size() - 1).id();
        highest = Math.max(highest, last);
        after = Math.max(after, all ? settled : Math.min(settled, last));
    }

    void deleted(Collection<Long> ids) {
        ids.forEach(sent::remove);
    }

    /** The rows that are sent but not deleted are to be read again. */
    void readAgain() {
        after = floor();
        sent.clear();
    }

    long unsettled() {
        return highest - settled;
    }

    /** @param open the transactions that write to the outbox, looked up after the last {@link #read} */
    void settle(Collection<String> open) {
        if (candidate <= settled) {
            candidate = highest;
            writers.addAll(open);
        } else {
            writers.retainAll(open);
        }
        if (writers.isEmpty()) {
            settled = candidate;
        }
    }
}
