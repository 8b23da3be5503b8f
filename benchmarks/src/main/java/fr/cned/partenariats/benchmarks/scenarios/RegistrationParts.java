package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.process.PartsMeter;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.lifecycle.Await;
import java.time.Duration;

/** The processor time of a registration in each part, beyond that of a platform at rest. */
final class RegistrationParts {

    private static final int CONNECTIONS = 32;

    /** The events of the last registrations are delivered meanwhile. */
    private static final Duration EVENTS = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUICK_REST = Duration.ofSeconds(2);

    private final RegistrationLoad load;
    private final PartsMeter.Use rest;
    private PartsMeter.Use use = PartsMeter.Use.NOTHING;
    private long requests;

    private RegistrationParts(Bench bench) {
        this.load = new RegistrationLoad(bench, Rows.on(bench, Volume.SMALL));
        PartsMeter meter = new PartsMeter(load.platform());
        Await.quietly(() -> false, bench.quick() ? QUICK_REST : REST);
        this.rest = meter.read();
    }

    static Scenario scenario() {
        return Scenario.named(
                        "registration-parts",
                        "processor time of POST /v1/enrollments, %d quotas and offerings, %d connections, %s"
                                .formatted(RegistrationLoad.TARGETS, CONNECTIONS, Volume.SMALL.text()))
                .ours("all parts")
                .gates(Gate.shown(Metric.CPU))
                .group(Registrations.groupOf(Volume.SMALL))
                .setup(bench -> {
                    RegistrationParts parts = new RegistrationParts(bench);
                    return Sides.of(parts::measured).findings(parts::findings);
                });
    }

    private Measurement measured(Round round) {
        PartsMeter meter = new PartsMeter(load.platform());
        LoadResult result = load.run(load.plan(load.targets(), round.seconds())
                .withConnections(CONNECTIONS)
                .withoutWarmUp());
        Await.quietly(() -> false, EVENTS);
        PartsMeter.Use more = meter.read().beyond(rest);
        if (!round.isWarmUp()) {
            use = use.and(more);
            requests += result.count();
        }
        return Measurement.of(Metric.CPU, more.microsOfPlatform(result.count()));
    }

    private String findings() {
        return "%s; at rest, of a second: %s"
                .formatted(use.perRequest(requests), rest.perRequest(Math.max(1, Math.round(rest.elapsed()))));
    }
}
