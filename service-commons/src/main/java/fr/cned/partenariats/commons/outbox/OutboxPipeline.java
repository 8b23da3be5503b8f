package fr.cned.partenariats.commons.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** The work of one leader: reads the next rows, sends them in one transaction of Kafka and deletes them. */
final class OutboxPipeline {

    private static final Logger LOG = Logger.getLogger(OutboxPipeline.class);

    enum Outcome {
        EMPTY,
        SENT,
        /** The transaction was full, so the outbox may have more rows. */
        BACKLOG,
        /** Kafka did not confirm a row. All other rows were tried. */
        UNCONFIRMED
    }

    /** Of one transaction. While one is read, Kafka stores the others. */
    private static final int BATCHES = 4;

    private static final long SETTLE_EVERY = Duration.ofMillis(250).toNanos();

    private final OutboxConnections.Session session;
    private final OutboxSender sender;
    private final ReadingPosition position = new ReadingPosition();
    private long lastSettled = System.nanoTime();

    OutboxPipeline(OutboxConnections.Session session, OutboxSender sender) {
        this.session = session;
        this.sender = sender;
    }

    long floor() {
        return position.floor();
    }

    Outcome run() throws SQLException {
        settle();
        try {
            if (!sender.takeOver()) {
                session.keepAlive();
                return Outcome.UNCONFIRMED;
            }
            return sendNext();
        } catch (KafkaException e) {
            LOG.warnf("Kafka confirmed no event: %s", e);
            sender.reset();
            position.readAgain();
            session.keepAlive();
            return Outcome.UNCONFIRMED;
        }
    }

    /** A transaction with a row that Kafka refuses is aborted, and begins again without it. */
    private Outcome sendNext() throws SQLException {
        HeldBack heldBack = new HeldBack();
        while (true) {
            boolean more = true;
            boolean accepted = true;
            for (int batch = 0; accepted && more && batch < BATCHES; batch++) {
                List<OutboxRow> rows = session.read(position.after(), position.sentBehind());
                more = OutboxConnections.isFull(rows);
                position.read(rows, !more);
                accepted = sender.send(rows, heldBack, session::keepAlive);
            }
            if (accepted && sender.commit(heldBack, session::keepAlive)) {
                boolean sent = deleteConfirmed() > 0;
                return outcome(sent, more, !heldBack.isEmpty());
            }
            position.readAgain();
        }
    }

    /** Returns the number of rows. To be called first, for rows that the last session could not delete. */
    int deleteConfirmed() throws SQLException {
        List<Long> ids = List.copyOf(sender.confirmed());
        session.delete(ids);
        position.deleted(ids);
        sender.confirmed().clear();
        return ids.size();
    }

    private Outcome outcome(boolean sent, boolean more, boolean isHeldBack) {
        if (isHeldBack) {
            position.readAgain();
            return Outcome.UNCONFIRMED;
        }
        if (more) {
            return Outcome.BACKLOG;
        }
        return sent ? Outcome.SENT : Outcome.EMPTY;
    }

    private void settle() throws SQLException {
        long unsettled = position.unsettled();
        if (unsettled >= OutboxConnections.ROWS || (unsettled > 0 && System.nanoTime() - lastSettled >= SETTLE_EVERY)) {
            position.settle(session.writers());
            lastSettled = System.nanoTime();
        }
    }
}
