package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Compares what each partner sends with its rhythm. It keeps no progress: a run that was interrupted starts again. Each
 * chunk is one transaction.
 */
@ApplicationScoped
@Startup
class TransmissionJudge {

    private static final int CHUNK = 100;

    private final TransmissionAlertRepository repository;
    private final TransmissionAlertService alerts;
    private final ChangeRecorder recorder;
    private final Clock clock;
    private final Map<TransmissionCondition, AtomicLong> open = new EnumMap<>(TransmissionCondition.class);

    TransmissionJudge(
            TransmissionAlertRepository repository,
            TransmissionAlertService alerts,
            ChangeRecorder recorder,
            Clock clock,
            MeterRegistry metrics) {
        this.repository = repository;
        this.alerts = alerts;
        this.recorder = recorder;
        this.clock = clock;
        for (TransmissionCondition condition : TransmissionCondition.values()) {
            AtomicLong count = new AtomicLong();
            open.put(condition, count);
            Gauge.builder("transmissions.alerts", count, AtomicLong::get)
                    .description("Partners that send less than their rhythm, or have more refused")
                    .tag("condition", condition.name())
                    .register(metrics);
        }
    }

    @AllTenants
    @Scheduled(
            every = "${enrollment.transmissions.judge-every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        ScheduledWork.run("the comparison of what partners send stops until its next run", () -> {
            LocalDate from = LocalDate.now(clock).minusDays(SendingRhythm.LOOK_BACK_DAYS);
            ScheduledWork.forEachChunk(
                    after -> repository.partners(from, after, CHUNK), Function.identity(), this::judge);
            open.forEach((condition, count) ->
                    count.set(QuarkusTransaction.requiringNew().call(() -> repository.open(condition))));
        });
    }

    private void judge(List<UUID> chunk) {
        QuarkusTransaction.requiringNew().run(() -> {
            recorder.actAsService("transmission-judge");
            alerts.judge(chunk);
        });
    }
}
