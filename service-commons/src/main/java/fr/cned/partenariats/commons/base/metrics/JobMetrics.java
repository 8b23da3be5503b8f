package fr.cned.partenariats.commons.base.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.SuccessfulExecution;
import io.quarkus.scheduler.Trigger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures the last success, the interval and the failures of each scheduled job. A job that waits for the database
 * without an exception counts as successful.
 */
@ApplicationScoped
class JobMetrics {

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final MeterRegistry metrics;
    private final Clock clock;

    JobMetrics(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    private static final class Job {

        private final Counter failures;
        private volatile Instant lastSuccess = Instant.EPOCH;
        private volatile Duration interval = Duration.ZERO;

        Job(Counter failures) {
            this.failures = failures;
        }

        double lastSuccessSeconds() {
            return lastSuccess.getEpochSecond();
        }

        double intervalSeconds() {
            return interval.toSeconds();
        }
    }

    void succeeded(@Observes SuccessfulExecution execution) {
        Job job = job(execution.getExecution().getTrigger());
        job.lastSuccess = clock.instant();
    }

    void failed(@Observes FailedExecution execution) {
        job(execution.getExecution().getTrigger()).failures.increment();
    }

    private Job job(Trigger trigger) {
        Job job = jobs.computeIfAbsent(name(trigger), this::register);
        job.interval = Duration.between(trigger.getPreviousFireTime(), trigger.getNextFireTime());
        return job;
    }

    /** The class and the method, such as {@code AuditSealer.seal}. */
    private static String name(Trigger trigger) {
        String method = String.valueOf(trigger.getMethodDescription());
        return method.substring(method.lastIndexOf('.') + 1).replace('#', '.');
    }

    private Job register(String name) {
        Job job = new Job(Counter.builder("jobs.failures")
                .description("Runs of the job that ended with an exception")
                .tag("job_name", name)
                .register(metrics));
        Gauge.builder("jobs.last.success.timestamp.seconds", job, Job::lastSuccessSeconds)
                .description("When the job last succeeded in this instance; 0 before the first success")
                .tag("job_name", name)
                .register(metrics);
        Gauge.builder("jobs.interval.seconds", job, Job::intervalSeconds)
                .description("The time between two runs of the job")
                .tag("job_name", name)
                .register(metrics);
        return job;
    }
}
