package fr.cned.partenariats.commons.reemission;

import static fr.cned.partenariats.commons.reemission.ReemissionState.DONE;
import static fr.cned.partenariats.commons.reemission.ReemissionState.FAILED;
import static fr.cned.partenariats.commons.reemission.ReemissionState.INTERRUPTED;

import fr.cned.partenariats.commons.database.Backoff;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Appends the events of all aggregates to the outbox. Each chunk is one transaction together with its progress, so no
 * row stays locked for long and a job that was declared dead can append nothing more.
 */
@ApplicationScoped
class ReemissionJob {

    static final int CHUNK = 500;

    private static final Logger LOG = Logger.getLogger(ReemissionJob.class);
    private static final UUID BELOW_ALL = new UUID(0, 0);
    private static final int SHUTDOWN_MILLIS = 2_000;

    private final Instance<ReemissionSource> sources;
    private final ReemissionTable table;
    private final Outbox outbox;
    private volatile boolean stopping;
    private volatile @Nullable Thread worker;

    ReemissionJob(@Any Instance<ReemissionSource> sources, ReemissionTable table, Outbox outbox) {
        this.sources = sources;
        this.table = table;
        this.outbox = outbox;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        Thread running = worker;
        if (running != null) {
            running.join(SHUTDOWN_MILLIS);
        }
    }

    /** Returns when the job has ended. */
    @AllTenants
    void run(UUID id) {
        worker = Thread.currentThread();
        try {
            sources.forEach(source -> emit(id, source));
            end(id, DONE);
        } catch (Stopped stopped) {
            end(id, INTERRUPTED);
        } catch (RuntimeException e) {
            LOG.errorf(e, "re-emission %s failed", id);
            end(id, FAILED);
        } finally {
            worker = null;
        }
    }

    private void emit(UUID id, ReemissionSource source) {
        int count = 0;
        UUID after = BELOW_ALL;
        List<? extends OutboxEvent> chunk;
        do {
            UUID last = after;
            int before = count;
            if (stopping) {
                throw new Stopped();
            }
            chunk = whileUnavailable(() -> emitChunk(id, source, last, before));
            count += chunk.size();
            after = chunk.isEmpty()
                    ? last
                    : UUID.fromString(chunk.get(chunk.size() - 1).key());
        } while (!chunk.isEmpty());
    }

    private List<? extends OutboxEvent> emitChunk(UUID id, ReemissionSource source, UUID after, int before) {
        List<? extends OutboxEvent> events = source.lockNextChunk(after, CHUNK);
        if (!table.progress(id, source.name(), before + events.size())) {
            throw new Stopped(); // another instance has declared this job dead
        }
        outbox.append(events);
        return events;
    }

    private void end(UUID id, ReemissionState state) {
        try {
            whileUnavailable(() -> {
                table.end(id, state);
                return state;
            });
        } catch (RuntimeException withoutHeartbeatItIsInterruptedSoon) {
            LOG.debugf(withoutHeartbeatItIsInterruptedSoon, "re-emission %s: the end is not stored", id);
        }
    }

    private <T> T whileUnavailable(Callable<T> work) {
        Backoff backoff = new Backoff(100, 2_000);
        while (true) {
            try {
                return QuarkusTransaction.requiringNew().call(work);
            } catch (RuntimeException e) {
                if (!DatabaseFailures.isTransient(e)) {
                    throw e;
                }
                if (stopping) {
                    throw new Stopped();
                }
                backoff.pause();
            }
        }
    }

    /** The service stops, or another instance declared the job dead. */
    private static class Stopped extends RuntimeException {
        Stopped() {
            super("stopped", null, false, false);
        }
    }
}
