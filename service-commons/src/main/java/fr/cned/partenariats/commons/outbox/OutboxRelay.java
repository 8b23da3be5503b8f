package fr.cned.partenariats.commons.outbox;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Sends the outbox to Kafka, in order per key, at least once. One instance of a service leads at a
 * time, by an advisory lock on the very connection that reads and deletes: a leader that loses the
 * connection can delete nothing any more. A frozen one loses it by {@code idle_session_timeout}.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int POLL_MILLIS = 250;
    private static final int FOLLOWER_MILLIS = 500;
    private static final int BACKOFF_MILLIS = 500;

    private final OutboxConnections connections;
    private final OutboxSender sender;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean stopping;
    private volatile boolean leading;

    OutboxRelay(OutboxConnections connections, OutboxSender sender) {
        this.connections = connections;
        this.sender = sender;
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(2_000);
        thread.interrupt(); // Kafka is away: what was not confirmed is sent by the next instance
    }

    /** There may be something to send. */
    void wake() {
        news.release();
    }

    public boolean leading() {
        return leading;
    }

    private void run() {
        while (!stopping) {
            try (OutboxConnections.Session session = connections.open()) {
                try {
                    lead(session);
                } finally {
                    sender.forget();
                }
            } catch (SQLException e) {
                LOG.warnf("outbox relay lost the database: %s", e.getMessage());
                pause(BACKOFF_MILLIS);
            } catch (RuntimeException e) {
                LOG.error("outbox relay begins again", e); // this thread must not end before the service does
                pause(BACKOFF_MILLIS);
            } finally {
                leading = false;
            }
        }
    }

    private void lead(OutboxConnections.Session session) throws SQLException {
        while (!stopping) {
            leading = leading || session.tryToLead();
            if (!leading) {
                pause(FOLLOWER_MILLIS);
                continue;
            }
            news.drainPermits();
            List<OutboxRow> batch = session.next();
            List<Long> sent = batch.isEmpty() ? List.of() : sender.send(batch, session::keepAlive);
            session.delete(sent);
            if (batch.isEmpty()) {
                awaitNews();
            } else if (sent.size() < batch.size()) {
                pause(BACKOFF_MILLIS);
            }
        }
    }

    private void awaitNews() {
        interruptibly(() -> news.tryAcquire(POLL_MILLIS, MILLISECONDS));
    }

    private void pause(int millis) {
        interruptibly(() -> MILLISECONDS.sleep(millis));
    }

    private void interruptibly(Waiting waiting) {
        try {
            waiting.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }
}
