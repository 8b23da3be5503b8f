package fr.cned.partenariats.commons.changelog;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLRecoverableException;
import java.time.Duration;
import org.hibernate.SessionFactory;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;

/**
 * Rolls back each transaction that Hibernate did not complete: once its session factory is closed, Hibernate skips the
 * last flush and the entries of the log without an error, and the transaction manager would commit what was flushed
 * before. At the stop of the service, a new transaction is rolled back, and the running ones have time to end before
 * Hibernate closes (docs/adr/0048-a-commit-has-its-entries.md).
 */
@ApplicationScoped
class CommitGuard {

    /** Longer than a statement may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int LAST = Interceptor.Priority.PLATFORM_AFTER + 1_000;
    private static final String ADMIN_SHUTDOWN = "57P01";
    private static final Logger LOG = Logger.getLogger(CommitGuard.class);

    private final TransactionSynchronizationRegistry transactions;
    private final ChangeRecorder recorder;
    private final SessionFactory sessions;
    private int running;
    private boolean stopping;

    CommitGuard(
            TransactionSynchronizationRegistry transactions, ChangeRecorder recorder, EntityManagerFactory sessions) {
        this.transactions = transactions;
        this.recorder = recorder;
        this.sessions = sessions.unwrap(SessionFactory.class);
    }

    /** Quarkus fires this event for each transaction, whatever begins it. */
    void watch(@Observes @Initialized(TransactionScoped.class) Object begun) {
        transactions.registerInterposedSynchronization(new Watch(begin()));
    }

    /** Returns whether the transaction began before the stop. */
    private synchronized boolean begin() {
        running++;
        return !stopping;
    }

    private synchronized void end() {
        running--;
        notifyAll();
    }

    /** The other observers have stopped jobs, consumers and queues, and Hibernate closes afterwards. */
    synchronized void stop(@Observes @Priority(LAST) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (running > 0 && deadline > System.nanoTime()) {
            wait(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
        if (running > 0) {
            LOG.warnf("%d transactions are rolled back, because they did not end before the stop", running);
        }
    }

    /** Interposed, so it is called after Hibernate, whose synchronization is not. */
    private final class Watch implements Synchronization {

        private final boolean inTime;

        Watch(boolean inTime) {
            this.inTime = inTime;
        }

        @Override
        public void beforeCompletion() {
            if (!inTime || sessions.isClosed()) {
                throw new JDBCConnectionException(
                        "the service stops", new SQLRecoverableException("Hibernate closes", ADMIN_SHUTDOWN));
            }
            if (!recorder.hasWrittenAll()) {
                throw new IllegalStateException("a change was recorded after the entries were written");
            }
        }

        @Override
        public void afterCompletion(int status) {
            end();
        }
    }
}
