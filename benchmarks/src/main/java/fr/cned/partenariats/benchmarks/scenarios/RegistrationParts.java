package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.StatementTimes;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The processor time of a registration in each part, beyond that of a platform at rest, and its time in PostgreSQL by
 * statement.
 */
final class RegistrationParts {

    /** The events of the last registrations are delivered meanwhile. */
    private static final Duration EVENTS = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUICK_REST = Duration.ofSeconds(2);

    private final RegistrationLoad load;
    private final Map<String, Double> restPerSecond = new HashMap<>();
    private final Map<String, Double> lastPerRequest = new HashMap<>();
    private final StatementTimes statements;
    private String lastStatements = "";

    private RegistrationParts(Bench bench) {
        this.load = new RegistrationLoad(bench, Rows.on(bench, Volume.SMALL));
        this.statements = new StatementTimes(Database.asSuperuser(
                load.platform(), ServiceKind.ENROLLMENT.database().orElseThrow()));
        CpuMeter meter = meter();
        Await.quietly(() -> false, bench.quick() ? QUICK_REST : REST);
        meter.micros().forEach((part, micros) -> restPerSecond.put(part, micros / meter.elapsedSeconds()));
    }

    private CpuMeter meter() {
        return new CpuMeter(
                load.platform().parts().values().stream().map(Part::process).toList());
    }

    static Scenario scenario() {
        return Scenario.named(
                        "registration-parts",
                        "processor time of POST /v1/enrollments, %d quotas and offerings, %d connections, %s"
                                .formatted(RegistrationLoad.TARGETS, LoadPlan.CONNECTIONS, Volume.SMALL.text()))
                .ours("PostgreSQL")
                .gates(Gate.oursAtMost(Metric.CPU, 800))
                .group(Registrations.groupOf(Volume.SMALL))
                .setup(bench -> {
                    RegistrationParts parts = new RegistrationParts(bench);
                    return Sides.of(parts::measured).findings(parts::findings);
                });
    }

    private Measurement measured(Round round) {
        statements.reset();
        CpuMeter meter = meter();
        long requests = load.run(load.plan(load.targets(), round.seconds()).withWarmUp(0))
                .count();
        Await.quietly(() -> false, EVENTS);
        meter.micros()
                .forEach((part, micros) -> lastPerRequest.put(
                        part, (micros - restPerSecond.getOrDefault(part, 0.0) * meter.elapsedSeconds()) / requests));
        lastStatements = statements.perRequest(requests);
        return Measurement.of(Metric.CPU, lastPerRequest.getOrDefault("postgresql", Double.NaN));
    }

    private String findings() {
        return "all parts in the last round: %s; at rest, of a second: %s; elapsed time of statements in its database: %s"
                .formatted(text(lastPerRequest), text(restPerSecond), lastStatements);
    }

    private static String text(Map<String, Double> micros) {
        return micros.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(part -> String.format(Locale.ROOT, "%s %.0f µs", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", "));
    }
}
