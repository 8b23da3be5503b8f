package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.registration.importjob.ImportJobTable.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Measures the import jobs that have rows to process, and how long none of them has made progress. */
@ApplicationScoped
class ImportMetrics {

    private final ImportJobTable jobs;
    private final Clock clock;
    private volatile Backlog backlog = new Backlog(0, null);

    ImportMetrics(ImportJobTable jobs, Clock clock, MeterRegistry metrics) {
        this.jobs = jobs;
        this.clock = clock;
        Gauge.builder("imports.open", this, self -> self.backlog.jobs())
                .description("Import jobs with rows to process")
                .register(metrics);
        Gauge.builder("imports.idle.seconds", this, ImportMetrics::idleSeconds)
                .description("How long no open import has made progress; 0 without an open import")
                .register(metrics);
    }

    @AllTenants
    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        ScheduledWork.run(
                "open imports are not counted",
                () -> backlog = QuarkusTransaction.requiringNew().call(jobs::backlog));
    }

    private double idleSeconds() {
        Instant touched = backlog.touchedAt();
        return touched == null
                ? 0
                : Math.max(0, Duration.between(touched, clock.instant()).toSeconds());
    }
}
