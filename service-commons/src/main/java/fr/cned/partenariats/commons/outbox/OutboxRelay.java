package fr.cned.partenariats.commons.outbox;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Sends the outbox to Kafka, in order per key, at least once ({@link OutboxPipeline}). One instance of a service leads at
 * a time. The connection that reads and deletes rows also holds the leader's advisory lock: without the connection a
 * former leader can delete nothing. A frozen leader loses it by {@code idle_session_timeout}, and the next leader's
 * first transaction makes Kafka refuse all that it sends ({@link OutboxSender}).
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    /** Other instances commit events, too, and cannot wake this one. */
    private static final int POLL_MILLIS = 100;

    private static final int COLLECT_MILLIS = 20;
    private static final int FOLLOWER_MILLIS = 500;
    private static final int BACKOFF_MILLIS = 500;

    private final OutboxConnections connections;
    private final OutboxSender sender;
    private final Semaphore wakeups = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "outbox-relay");
    private volatile boolean stopping;
    private volatile boolean leading;
    private volatile long floor;

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
        thread.interrupt(); // Kafka is unavailable: the next leader sends unconfirmed events
    }

    /** Ends the pause of the leader, because the outbox may have new events. */
    void wake() {
        wakeups.release();
    }

    public boolean leading() {
        return leading;
    }

    /** All rows of the outbox have a higher id. */
    long floor() {
        return floor;
    }

    private void run() {
        while (!stopping) {
            try (OutboxConnections.Session session = connections.open()) {
                try {
                    lead(session);
                } finally {
                    sender.reset();
                }
            } catch (SQLException e) {
                if (stopping) {
                    return;
                }
                LOG.warnf("outbox relay lost its database connection: %s", e.getMessage());
                // A leader deletes what Kafka has confirmed before another one sends it again.
                pause(leading ? 0 : BACKOFF_MILLIS);
            } catch (RuntimeException e) {
                if (stopping) {
                    return;
                }
                LOG.error("outbox relay failed and starts again", e); // the thread must live as long as the service
                pause(BACKOFF_MILLIS);
            } finally {
                leading = false;
                floor = 0;
            }
        }
    }

    private void lead(OutboxConnections.Session session) throws SQLException {
        OutboxPipeline pipeline = new OutboxPipeline(session, sender);
        pipeline.deleteConfirmed();
        while (!stopping) {
            leading = leading || session.tryToLead();
            if (!leading) {
                pause(FOLLOWER_MILLIS);
                continue;
            }
            wakeups.drainPermits();
            long began = System.nanoTime();
            OutboxPipeline.Outcome outcome = pipeline.run();
            floor = pipeline.floor();
            switch (outcome) {
                case EMPTY -> awaitWakeup();
                case UNCONFIRMED -> pause(BACKOFF_MILLIS);
                case BACKLOG -> {
                    // the next transaction follows at once
                }
                case SENT -> collect(began);
            }
        }
    }

    /**
     * Waits until {@value #COLLECT_MILLIS} ms after the beginning of the last round, so that the next transaction, and
     * the polls of the consumers, handle several events. The first event after a pause and a backlog do not wait.
     */
    private void collect(long began) {
        long left = COLLECT_MILLIS - Duration.ofNanos(System.nanoTime() - began).toMillis();
        if (left > 0) {
            pause(left);
        }
    }

    private void awaitWakeup() {
        interruptibly(() -> wakeups.tryAcquire(POLL_MILLIS, MILLISECONDS));
    }

    private void pause(long millis) {
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
