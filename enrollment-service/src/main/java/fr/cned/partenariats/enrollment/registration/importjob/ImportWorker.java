package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.database.Backoff;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Processes the jobs of all clients, chunk by chunk and a few at once, and deletes old ones. */
@ApplicationScoped
class ImportWorker {

    private static final Logger LOG = Logger.getLogger(ImportWorker.class);
    private static final int ATTEMPTS = 6;

    /** The gateway ends an upload after two minutes. */
    private static final Duration UPLOAD = Duration.ofMinutes(3);

    private final ImportChunk chunks;
    private final ImportJobTable jobs;
    private final Clock clock;
    private final Duration kept;
    private final ManagedExecutor executor;
    private final boolean polls;
    private final Semaphore chunksAtOnce;
    private volatile boolean stopping;

    ImportWorker(
            ImportChunk chunks,
            ImportJobTable jobs,
            Clock clock,
            ManagedExecutor executor,
            @ConfigProperty(name = "enrollment.imports.poll") String poll,
            @ConfigProperty(name = "enrollment.imports.chunks-at-once") int chunksAtOnce,
            @ConfigProperty(name = "enrollment.imports.kept") Duration kept) {
        this.chunks = chunks;
        this.jobs = jobs;
        this.clock = clock;
        this.executor = executor;
        this.polls = !poll.equals("off");
        this.chunksAtOnce = new Semaphore(chunksAtOnce);
        this.kept = kept;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Processes chunks until no job waits. {@link #wake} runs it, too; the schedule finds what another instance has left. */
    @AllTenants
    @Scheduled(every = "${enrollment.imports.poll}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!chunksAtOnce.tryAcquire()) {
            return;
        }
        try {
            while (!stopping && process(null, ImportChunk.SIZE)) {
                // the next chunk may be another client's
            }
        } catch (RuntimeException e) {
            if (!isOutage(e)) {
                throw e;
            }
            LOG.infof("imports wait for the database: %s", e);
        } finally {
            chunksAtOnce.release();
        }
    }

    /** Begins a job without waiting for the schedule. */
    void wake() {
        if (polls) {
            executor.execute(this::run);
        }
    }

    /**
     * Processes a job on the thread of the caller. Leaves it to {@link #run} when its rows fail together.
     *
     * @return whether it has ended in time, in this or another thread
     */
    @AllTenants
    boolean endsWithin(Duration patience, UUID id) {
        long end = System.nanoTime() + patience.toNanos();
        Backoff backoff = new Backoff(50, 500);
        while (!transaction(() -> jobs.hasEnded(id))) {
            if (stopping || System.nanoTime() > end) {
                return false;
            }
            if (!isProcessed(id)) {
                backoff.pause();
            }
        }
        return true;
    }

    private boolean isProcessed(UUID id) {
        try {
            return attempt(id, ImportChunk.SIZE);
        } catch (ImportChunk.Failed failed) {
            LOG.debugf("import %s failed at its upload: %s", id, failed.getCause());
            return false;
        }
    }

    /** Deletes ended jobs with their rows, and jobs whose upload stopped. */
    @AllTenants
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void purge() {
        Instant now = clock.instant();
        boolean deleted;
        do {
            deleted = transaction(() -> jobs.purgeOne(now.minus(kept), now.minus(UPLOAD)));
        } while (deleted && !stopping);
    }

    /** @return false when there is nothing to process */
    private boolean process(@Nullable UUID id, int size) {
        UUID job = id;
        Backoff backoff = new Backoff(50, 1_000);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(job, size);
            } catch (ImportChunk.Failed failed) {
                Throwable cause = Objects.requireNonNull(failed.getCause());
                if (isOutage(cause)) {
                    throw failed;
                }
                if (!mayPass(cause) || attempt == ATTEMPTS) {
                    LOG.debugf("import %s: %d rows failed together: %s", failed.job, size, cause);
                    return size == 1 ? refuse(failed.job, cause) : oneByOne(failed.job, size);
                }
                job = failed.job;
            }
            backoff.pause();
        }
    }

    /** @return false when there is nothing to process */
    private boolean attempt(@Nullable UUID id, int size) {
        try {
            return transaction(() -> chunks.process(id, size));
        } catch (ImportChunk.Cut cut) {
            return attempt(cut.job, cut.size);
        } catch (ImportChunk.Undone undone) {
            return transaction(() -> chunks.settleNext(undone.job, undone.outcome));
        }
    }

    /** A row that cannot be processed fails alone. */
    private boolean oneByOne(UUID job, int rows) {
        for (int i = 0; i < rows && !stopping; i++) {
            if (!process(job, 1)) {
                return true; // it has ended, or another worker has it
            }
        }
        return true;
    }

    private boolean refuse(UUID job, Throwable cause) {
        if (!(cause instanceof Refusal)) {
            LOG.errorf(cause, "import %s: a row failed", job);
        }
        return transaction(() -> chunks.refuseNext(job, cause));
    }

    private static boolean mayPass(Throwable cause) {
        return DatabaseFailures.isConcurrentChange(cause)
                || (cause instanceof Refusal refusal && refusal.isTemporary());
    }

    private static boolean isOutage(Throwable failure) {
        return DatabaseFailures.isTransient(failure) && !DatabaseFailures.isConcurrentChange(failure);
    }

    private static <T> T transaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
