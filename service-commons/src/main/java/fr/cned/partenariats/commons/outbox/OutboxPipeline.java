package fr.cned.partenariats.commons.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * The work of one leader: reads and sends the next batches while Kafka has not yet confirmed the previous ones, and
 * deletes the confirmed rows. Both happen in the order of the ids.
 */
final class OutboxPipeline {

    enum Outcome {
        EMPTY,
        SENT,
        /** Kafka did not confirm a row. All other rows were tried. */
        UNCONFIRMED
    }

    private static final int BATCHES = 4;
    private static final long SETTLE_EVERY = Duration.ofMillis(250).toNanos();

    private final OutboxConnections.Session session;
    private final OutboxSender sender;
    private final ReadingPosition position = new ReadingPosition();
    private final Queue<SentBatch> inFlight = new ArrayDeque<>();
    private final Set<String> heldBack = new HashSet<>();
    private long lastSettled = System.nanoTime();

    OutboxPipeline(OutboxConnections.Session session, OutboxSender sender) {
        this.session = session;
        this.sender = sender;
    }

    long floor() {
        return position.floor();
    }

    /** Whether further batches wait for their confirmation, as while a backlog is sent. */
    boolean hasSent() {
        return !inFlight.isEmpty();
    }

    Outcome run() throws SQLException {
        settle();
        readAhead();
        if (inFlight.isEmpty()) {
            return Outcome.EMPTY;
        }
        deleteConfirmed(inFlight.remove());
        if (heldBack.isEmpty()) {
            return Outcome.SENT;
        }
        while (!inFlight.isEmpty()) {
            deleteConfirmed(inFlight.remove());
        }
        position.readAgain();
        heldBack.clear();
        return Outcome.UNCONFIRMED;
    }

    private void readAhead() throws SQLException {
        boolean more = true;
        while (more && inFlight.size() < BATCHES) {
            List<OutboxRow> rows = session.read(position.after(), position.sentBehind());
            more = OutboxConnections.isFull(rows);
            position.read(rows, !more);
            if (!rows.isEmpty()) {
                SentBatch batch = sender.send(rows, session::keepAlive);
                inFlight.add(batch);
                more = more && !batch.timedOut();
            }
        }
    }

    private void deleteConfirmed(SentBatch batch) throws SQLException {
        List<Long> confirmed = sender.awaitConfirmed(batch, heldBack, session::keepAlive);
        session.delete(confirmed);
        position.deleted(confirmed);
    }

    private void settle() throws SQLException {
        long unsettled = position.unsettled();
        if (unsettled >= OutboxConnections.ROWS || (unsettled > 0 && System.nanoTime() - lastSettled >= SETTLE_EVERY)) {
            position.settle(session.writers());
            lastSettled = System.nanoTime();
        }
    }
}
