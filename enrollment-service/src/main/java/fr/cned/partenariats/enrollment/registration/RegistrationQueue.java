package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;

import fr.cned.partenariats.commons.base.database.Backoff;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Group commit: the registrations that wait share a transaction. An instance runs one at a time. A second one would take
 * half of the batch, and wait for the same place counters.
 */
@ApplicationScoped
public class RegistrationQueue {

    private static final Logger LOG = Logger.getLogger(RegistrationQueue.class);
    private static final int STOP_SECONDS = 5;
    private static final int ATTEMPTS_ALONE = 3;

    private final Function<List<Registration>, List<Answer>> batch;
    private final BatchQueue<Waiting> queue;
    private final ExecutorService executor;
    private final long deadlineNanos;
    private final DistributionSummary batchSize;
    private final Timer waitingTime;

    /** A request that waits for its answer. */
    private record Waiting(Registration registration, CompletableFuture<Answer> answer, long since) {

        Object identity() {
            return List.of(registration.key().owner(), registration.key().key());
        }

        void refuse(Throwable refusal) {
            answer.completeExceptionally(refusal);
        }
    }

    @Inject
    RegistrationQueue(
            RegistrationBatch batch,
            MeterRegistry metrics,
            @ConfigProperty(name = "enrollment.registration.batch") int mostAtOnce,
            @ConfigProperty(name = "enrollment.registration.queue") int capacity,
            @ConfigProperty(name = "enrollment.registration.deadline") Duration deadline) {
        this(batch::run, metrics, mostAtOnce, capacity, deadline);
    }

    RegistrationQueue(
            Function<List<Registration>, List<Answer>> batch,
            MeterRegistry metrics,
            int mostAtOnce,
            int capacity,
            Duration deadline) {
        this.batch = batch;
        this.deadlineNanos = deadline.toNanos();
        this.executor = Executors.newSingleThreadExecutor(RegistrationQueue::thread);
        this.queue = new BatchQueue<>(executor, capacity, mostAtOnce, Waiting::identity, this::run);
        this.batchSize = DistributionSummary.builder("registrations.batch.size")
                .description("Registrations that shared a transaction")
                .serviceLevelObjectives(1, 10, 50)
                .register(metrics);
        this.waitingTime = Timer.builder("registrations.waiting.time")
                .description("How long a registration waited for its transaction")
                .serviceLevelObjectives(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1))
                .register(metrics);
        Gauge.builder("registrations.waiting", queue, BatchQueue::length)
                .description("Registrations that wait for a transaction")
                .register(metrics);
    }

    /** Has no context of a request. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "registrations");
        thread.setContextClassLoader(RegistrationQueue.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** Refuses at once with 503 when the queue is full or the service stops. */
    CompletionStage<Answer> submit(Registration registration) {
        Waiting waiting = new Waiting(registration, new CompletableFuture<>(), System.nanoTime());
        if (!queue.offer(waiting)) {
            throw busy();
        }
        return waiting.answer();
    }

    private static Refusal busy() {
        return Refusal.of(SERVICE_BUSY).retryAfterSeconds(1);
    }

    /** Refuses requests that have waited too long behind a slow transaction. They have changed nothing. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expire() {
        long now = System.nanoTime();
        queue.removeOldest(waiting -> now - waiting.since() > deadlineNanos).forEach(waiting -> waiting.refuse(busy()));
    }

    private void run(List<Waiting> waiting) {
        long now = System.nanoTime();
        batchSize.record(waiting.size());
        waiting.forEach(one -> waitingTime.record(now - one.since(), TimeUnit.NANOSECONDS));
        try {
            complete(waiting);
        } catch (Throwable failure) {
            waiting.forEach(one -> one.refuse(failure));
        }
    }

    private void complete(List<Waiting> waiting) {
        try {
            attempt(waiting);
        } catch (RuntimeException failure) {
            if (waiting.size() > 1 || DatabaseFailures.isConcurrentChange(failure)) {
                LOG.debugf("registers %d students one by one: %s", waiting.size(), failure);
                oneByOne(waiting);
            } else {
                throw failure;
            }
        }
    }

    private void attempt(List<Waiting> waiting) {
        List<Answer> answers =
                batch.apply(waiting.stream().map(Waiting::registration).toList());
        for (int i = 0; i < answers.size(); i++) {
            waiting.get(i).answer().complete(answers.get(i));
        }
    }

    /** After a failure of the whole batch: a registration that cannot succeed fails alone. */
    private void oneByOne(List<Waiting> waiting) {
        for (Waiting one : waiting) {
            if (System.nanoTime() - one.since() > 2 * deadlineNanos) {
                one.refuse(busy());
                continue;
            }
            try {
                List<Answer> alone = Backoff.repeated(ATTEMPTS_ALONE, () -> batch.apply(List.of(one.registration())));
                one.answer().complete(alone.get(0));
            } catch (RuntimeException failure) {
                one.refuse(failure);
                if (!DatabaseFailures.isConcurrentChange(failure) && DatabaseFailures.isTransient(failure)) {
                    throw failure; // the database is unavailable: the others need not find out one by one
                }
            }
        }
    }

    /** Finishes what is queued. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("registrations still wait at the end of the stop; they are not stored");
        }
    }
}
