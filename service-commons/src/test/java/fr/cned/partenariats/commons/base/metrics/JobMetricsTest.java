package fr.cned.partenariats.commons.base.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.SuccessfulExecution;
import io.quarkus.scheduler.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JobMetricsTest {

    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final String JOB = "Barrier.close";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aSuccessIsMeasuredWithTheInterval() {
        metrics.succeeded(new SuccessfulExecution(execution()));

        assertThat(gauge("jobs.last.success.timestamp.seconds")).isEqualTo((double) NOW.getEpochSecond());
        assertThat(gauge("jobs.interval.seconds")).isEqualTo(60);
        assertThat(failures()).isZero();
    }

    @Test
    void aFailureIsCountedWithTheIntervalAndIsNoSuccess() {
        metrics.failed(new FailedExecution(execution(), new IllegalStateException()));

        assertThat(failures()).isEqualTo(1);
        assertThat(gauge("jobs.last.success.timestamp.seconds")).isZero();
        assertThat(gauge("jobs.interval.seconds")).isEqualTo(60);
    }

    private double gauge(String name) {
        return registry.get(name).tag("job_name", JOB).gauge().value();
    }

    private double failures() {
        return registry.get("jobs.failures").tag("job_name", JOB).counter().count();
    }

    private static ScheduledExecution execution() {
        return new ScheduledExecution() {
            @Override
            public Trigger getTrigger() {
                return new EveryMinute();
            }

            @Override
            public Instant getFireTime() {
                return NOW;
            }

            @Override
            public Instant getScheduledFireTime() {
                return NOW;
            }
        };
    }

    private static final class EveryMinute implements Trigger {

        @Override
        public String getId() {
            return "1";
        }

        @Override
        public Instant getNextFireTime() {
            return NOW.plusSeconds(60);
        }

        @Override
        public Instant getPreviousFireTime() {
            return NOW;
        }

        @Override
        public boolean isOverdue() {
            return false;
        }

        @Override
        public String getMethodDescription() {
            return "org.example.Barrier#close";
        }
    }
}
