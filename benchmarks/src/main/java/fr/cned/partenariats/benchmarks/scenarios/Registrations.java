package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Registrations and imports through the gateway, against pgbench and psql on bare tables. */
final class Registrations {

    /** pgbench has its highest rate on two cores with so many. */
    private static final int BEST_CONNECTIONS = 16;

    /** The warm-up of one offering uses so many of them, see {@link Setup#hot}. */
    private static final int SPARE = 4;

    private static final String BARE_TABLES =
            "bare tables have the same columns, indexes and rows, and no triggers, row-level security, audit, stored answers"
                    + " and feeds; the generator shares the cores with the platform, which is idle during the baseline";

    private Registrations() {}

    /** Not that of other scenarios of the volume: the copy for the baseline has restarted enrollment-service. */
    static String groupOf(Volume volume) {
        return "registrations, " + volume.text();
    }

    /**
     * What registrations name, and the copy of the database for their baseline. Scenarios on the same platform share it:
     * the copy needs a restart of enrollment-service, which would lose the warm-up.
     *
     * @param hot one quota, and an offering for each load of a round: an offering has at most
     *     {@value Registry#MOST_PLACES} places. The warm-up is longer than a round and uses several
     */
    private record Setup(RegistrationLoad load, List<Target> hot, BaselineDatabase baseline) {

        private static final Map<LocalPlatform, Setup> KNOWN = new HashMap<>();

        static Setup on(Bench bench, Volume volume) {
            LocalPlatform platform = Rows.on(bench, volume);
            return KNOWN.computeIfAbsent(platform, any -> {
                Registry registry = new Registry(platform);
                RegistrationLoad load = new RegistrationLoad(bench, platform);
                int offerings = 2 * bench.arguments().rounds() + SPARE + 1;
                List<Target> hot = registry.further(load.targets().get(0), offerings);
                BaselineDatabase baseline = new BaselineDatabase(bench, platform);
                load.awaitReady();
                return new Setup(load, hot, baseline);
            });
        }
    }

    /** Registrations that are spread over quotas and offerings. */
    static Scenario spread(Volume volume) {
        return scenario("registration", RegistrationLoad.TARGETS + " quotas and offerings", volume, 2.5, 1.5, false);
    }

    /** Registrations on one quota and one offering, whose counters every registration changes. */
    static Scenario hot() {
        return scenario("hot", "one quota and one offering", Volume.SMALL, 3.0, 3.0, true);
    }

    /** @param limitAtBest spread registrations keep their connections; hot ones have as many as pgbench, too */
    private static Scenario scenario(
            String name, String what, Volume volume, double limit, double limitAtBest, boolean hot) {
        return Scenario.named(
                        "%s-%d%s".formatted(name, LoadPlan.CONNECTIONS, volume.suffix()),
                        "POST /v1/enrollments, %s, %d connections, %s"
                                .formatted(what, LoadPlan.CONNECTIONS, volume.text()))
                .ours("through the gateway, relay and consumers running")
                .baseline("pgbench on bare tables, one registration per transaction")
                .gates(
                        Gate.ratioAtLeast(Metric.RATE, limit, limit),
                        Gate.ratioAtLeast(Metric.RATE_AT_BEST, limitAtBest, limitAtBest))
                .remark("in the second row %s the best connections of pgbench, %d; %s"
                        .formatted(hot ? "both have" : "the baseline has", BEST_CONNECTIONS, BARE_TABLES))
                .group(groupOf(volume))
                .setup(bench -> {
                    Setup setup = Setup.on(bench, volume);
                    List<Target> targets = hot ? setup.hot() : setup.load().targets();
                    List<Path> scripts = setup.baseline().registrations(targets);
                    return Sides.of(
                            round -> {
                                RegistrationLoad load = setup.load();
                                double rate = load.rate(ofRound(targets, round, hot), round.seconds());
                                double atBest = rate;
                                if (hot && !round.isWarmUp()) {
                                    List<Target> other = List.of(targets.get(targets.size() - round.number()));
                                    LoadPlan plan = load.plan(other, round.seconds());
                                    atBest = load.run(plan.withConnections(BEST_CONNECTIONS))
                                            .rate();
                                }
                                return Measurement.of(Metric.RATE, rate).and(Metric.RATE_AT_BEST, atBest);
                            },
                            round -> {
                                List<Path> chosen = ofRound(scripts, round, hot);
                                BaselineDatabase baseline = setup.baseline();
                                return Measurement.of(Metric.RATE, baseline.rate(chosen, LoadPlan.CONNECTIONS, round))
                                        .and(Metric.RATE_AT_BEST, baseline.rate(chosen, BEST_CONNECTIONS, round));
                            });
                });
    }

    private static <T> List<T> ofRound(List<T> all, Round round, boolean hot) {
        if (!hot) {
            return all;
        }
        return round.isWarmUp() ? all.subList(0, SPARE) : List.of(all.get(SPARE + round.number()));
    }

    /** Imports of many students each. */
    static Scenario imports() {
        int rows = 2_000;
        int filesAtOnce = 2; // of other partners, whose jobs take turns
        int partners = 4; // more than the files at once: a quota has at most a million seats
        int stagedRows = 20_000; // of a transaction of the baseline
        return Scenario.named(
                        "import",
                        "POST /v1/imports with files of %d rows, %d at once, %s"
                                .formatted(rows, filesAtOnce, Volume.SMALL.text()))
                .ours("rows through the gateway until their jobs have ended, relay and consumers running")
                .baseline("rows with COPY to a staging table and set-based SQL in psql on bare tables")
                .gates(Gate.ratioAtLeast(Metric.RATE, 0.8, 0.8))
                .remark("a request of this row is one student; " + BARE_TABLES)
                .group(groupOf(Volume.SMALL))
                .setup(bench -> {
                    Setup setup = Setup.on(bench, Volume.SMALL);
                    RegistrationLoad load = setup.load();
                    Registry registry = new Registry(load.platform());
                    List<Target> targets = inTurns(load.targets().subList(0, partners).stream()
                            .map(target ->
                                    registry.further(target, bench.arguments().rounds() + SPARE))
                            .toList());
                    Path script = bulkScript(setup.baseline(), load.targets().get(0), stagedRows);
                    return Sides.of(
                            Metric.RATE,
                            round -> {
                                double before = used(load.platform(), targets);
                                double seconds = load.importFiles(targets, filesAtOnce, rows, round.seconds());
                                return (used(load.platform(), targets) - before) / seconds;
                            },
                            round -> {
                                int transactions = round.isWarmUp() ? 1 : Math.max(1, round.seconds() / 2);
                                double seconds = 0;
                                for (int i = 0; i < transactions; i++) {
                                    seconds += setup.baseline().psqlSeconds(script);
                                }
                                return transactions * stagedRows / seconds;
                            });
                });
    }

    /** The first of each list, then the second of each: files that follow each other are of other partners. */
    private static List<Target> inTurns(List<List<Target>> ofPartners) {
        return IntStream.range(0, ofPartners.get(0).size())
                .boxed()
                .flatMap(i -> ofPartners.stream().map(targets -> targets.get(i)))
                .toList();
    }

    private static Path bulkScript(BaselineDatabase baseline, Target target, int rows) {
        String csv = IntStream.range(0, rows)
                .mapToObj(i -> i + ",Camille,2005-03-14,Quimperlé\n")
                .collect(Collectors.joining());
        Path students = baseline.write("students.csv", csv);
        return baseline.write("bulk.sql", baseline.filled("bulk.sql", target, Map.of("students", students.toString())));
    }

    private static double used(LocalPlatform platform, List<Target> targets) {
        return Database.of(platform, ServiceKind.ENROLLMENT)
                .number("select sum(used) from place_counter where offering_id = any (?)", (Object)
                        targets.stream().map(Target::offering).toArray(UUID[]::new));
    }
}
