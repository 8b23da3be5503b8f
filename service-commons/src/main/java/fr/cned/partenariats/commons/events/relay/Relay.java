package fr.cned.partenariats.commons.events.relay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.changelog.ChangesCommitted;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends the changes of the log to Kafka as states of the objects, in order per object, at least once ({@link
 * RelayRound}). One instance of a service leads at a time. The connection that reads the log and stores the position
 * also holds the leader's advisory lock: without the connection a former leader stores nothing. A frozen leader loses it
 * by {@code idle_session_timeout}, and the next leader's first transaction makes Kafka refuse all that it sends ({@link
 * RelaySender}).
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    /** Other instances commit changes, too, and cannot wake this one. */
    private static final int POLL_MILLIS = 100;

    private static final int FOLLOWER_MILLIS = 500;
    private static final int BACKOFF_MILLIS = 500;

    private final long collectMillis;
    private final RelayConnections connections;
    private final RelaySender sender;
    private final EventLoader loader;
    private final Collection<EventSource> sources;
    private final Semaphore wakeups = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "relay");
    private volatile boolean stopping;
    private volatile boolean leading;

    @Inject
    Relay(
            RelayConnections connections,
            RelaySender sender,
            EventLoader loader,
            @Any Instance<EventSource> sources,
            @ConfigProperty(name = "commons.events.collect") Duration collect) {
        this(connections, sender, loader, sources.stream().toList(), collect);
    }

    Relay(
            RelayConnections connections,
            RelaySender sender,
            EventLoader loader,
            Collection<EventSource> sources,
            Duration collect) {
        this.collectMillis = collect.toMillis();
        this.connections = connections;
        this.sender = sender;
        this.loader = loader;
        this.sources = sources;
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeups.release();
        thread.join(2_000);
        thread.interrupt(); // Kafka is unavailable: the next leader sends unconfirmed events
    }

    /** Ends the pause of the leader. */
    void wake(@Observes ChangesCommitted changes) {
        wakeups.release();
    }

    public boolean leading() {
        return leading;
    }

    private void run() {
        while (!stopping) {
            try (RelayConnections.Session session = connections.open()) {
                try {
                    lead(session);
                } finally {
                    sender.reset();
                }
            } catch (SQLException e) {
                lost(e);
            } catch (RuntimeException e) {
                if (DatabaseFailures.isTransient(e)) {
                    lost(e);
                } else if (!stopping) {
                    LOG.error("the relay failed and starts again", e); // the thread must live as long as the service
                    pause(BACKOFF_MILLIS);
                }
            } finally {
                leading = false;
            }
        }
    }

    private void lost(Exception failure) {
        if (!stopping) {
            LOG.warnf("the relay lost its database connection: %s", failure.getMessage());
            pause(BACKOFF_MILLIS);
        }
    }

    private void lead(RelayConnections.Session session) throws SQLException {
        RelayRound round = new RelayRound(session, sender, loader, sources);
        while (!stopping) {
            if (!leading) {
                if (!session.tryToLead()) {
                    pause(FOLLOWER_MILLIS);
                    continue;
                }
                leading = true;
                round.begin();
            }
            wakeups.drainPermits();
            long began = System.nanoTime();
            switch (round.run()) {
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
     * Waits until some time after the beginning of the last round, so that the next transaction, and
     * the polls of the consumers, handle several events. The first event after a pause and a backlog do not wait.
     */
    private void collect(long began) {
        long left = collectMillis - Duration.ofNanos(System.nanoTime() - began).toMillis();
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
