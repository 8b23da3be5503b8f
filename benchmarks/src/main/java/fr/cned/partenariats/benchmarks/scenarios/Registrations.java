package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Registrations and imports through the gateway, against the same statements in pgbench and psql. */
final class Registrations {

    private static final int CONNECTIONS = 32;

    /** The warm-up of one offering uses so many of them, see {@link Setup#hot}. */
    private static final int SPARE = 4;

    private static final String THROUGH_THE_GATEWAY = "through the gateway, relay and consumers running";
    private static final String SHARED_CORES =
            "platform, database and generator share all cores, so the generator's core"
                    + " is not judged; during the baseline the platform is idle";

    private Registrations() {}

    /** Not that of other scenarios of the volume: the copy for the baseline has restarted enrollment-service. */
    static String groupOf(Volume volume) {
        return "registrations, " + volume.text();
    }

    /**
     * What registrations name, and the copy of the database for their baseline. Scenarios on the same platform share it:
     * the copy needs a restart of enrollment-service, which would lose the warm-up.
     *
     * @param hot one quota, and one offering for each round: an offering has at most {@value Registry#MOST_PLACES}
     *     places. The warm-up is longer than a round and uses several
     */
    private record Setup(RegistrationLoad load, List<Target> hot, BaselineDatabase baseline) {

        private static final Map<LocalPlatform, Setup> KNOWN = new HashMap<>();

        static Setup on(Bench bench, Volume volume) {
            LocalPlatform platform = Rows.on(bench, volume);
            return KNOWN.computeIfAbsent(platform, any -> {
                Registry registry = new Registry(platform);
                RegistrationLoad load = new RegistrationLoad(bench, platform);
                int offerings = bench.arguments().rounds() + SPARE + 1;
                List<Target> hot = registry.further(load.targets().get(0), offerings, Registry.MOST_PLACES);
                BaselineDatabase baseline = new BaselineDatabase(bench, platform);
                load.awaitReady();
                return new Setup(load, hot, baseline);
            });
        }
    }

    /** Registrations that are spread over quotas and offerings. */
    static Scenario spread(Volume volume) {
        return Scenario.named(
                        "registration-" + CONNECTIONS + volume.suffix(),
                        "POST /v1/enrollments, %d quotas and offerings, %d connections, %s"
                                .formatted(RegistrationLoad.TARGETS, CONNECTIONS, volume.text()))
                .ours(THROUGH_THE_GATEWAY)
                .baseline("pgbench, one registration per transaction")
                .gates(Gate.ratioAtLeast(Metric.RATE, 1.2, 2.0))
                .remark(SHARED_CORES)
                .group(groupOf(volume))
                .setup(bench -> {
                    Setup setup = Setup.on(bench, volume);
                    List<Path> scripts =
                            setup.baseline().registrations(setup.load().targets());
                    return Sides.of(
                            Metric.RATE,
                            round -> setup.load().rate(CONNECTIONS, round.seconds()),
                            round -> setup.baseline().rate(scripts, CONNECTIONS, round));
                });
    }

    /** Registrations on one quota and one offering, whose counters every registration changes. */
    static Scenario hot(Volume volume) {
        return Scenario.named(
                        "hot-" + CONNECTIONS + volume.suffix(),
                        "POST /v1/enrollments, one quota and one offering, %d connections, %s"
                                .formatted(CONNECTIONS, volume.text()))
                .ours(THROUGH_THE_GATEWAY)
                .baseline("pgbench, one registration per transaction")
                .gates(Gate.ratioAtLeast(Metric.RATE, 2.0, 3.0))
                .remark(SHARED_CORES)
                .group(groupOf(volume))
                .setup(bench -> {
                    Setup setup = Setup.on(bench, volume);
                    List<Path> scripts = setup.baseline().registrations(setup.hot());
                    return Sides.of(
                            Metric.RATE,
                            round -> setup.load().rate(ofRound(setup.hot(), round), CONNECTIONS, round.seconds()),
                            round -> setup.baseline().rate(ofRound(scripts, round), CONNECTIONS, round));
                });
    }

    private static <T> List<T> ofRound(List<T> all, Round round) {
        return round.isWarmUp() ? all.subList(0, SPARE) : List.of(all.get(SPARE + round.number()));
    }

    /** Imports of many students each. */
    static Scenario imports(Volume volume) {
        int rows = 2_000;
        int filesAtOnce = 2; // of other partners, whose jobs take turns
        int partners = 4; // more than the files at once: a quota has at most a million seats
        int stagedRows = 20_000; // of a transaction of the baseline
        return Scenario.named(
                        "import" + volume.suffix(),
                        "POST /v1/imports with files of %d rows, %d at once, %s"
                                .formatted(rows, filesAtOnce, volume.text()))
                .ours("rows through the gateway until their jobs have ended, relay and consumers running")
                .baseline("rows with COPY to a staging table and set-based SQL in psql")
                .gates(Gate.ratioAtLeast(Metric.RATE, 0.5, 0.8))
                .remark("a request of this row is one student; " + SHARED_CORES)
                .group(groupOf(volume))
                .setup(bench -> {
                    Setup setup = Setup.on(bench, volume);
                    RegistrationLoad load = setup.load();
                    Registry registry = new Registry(load.platform());
                    List<Target> targets = new ArrayList<>();
                    for (Target target : load.targets().subList(0, partners)) {
                        targets.addAll(
                                registry.further(target, bench.arguments().rounds() + SPARE, Registry.MOST_PLACES));
                    }
                    Path students = setup.baseline()
                            .write(
                                    "students.csv",
                                    IntStream.range(0, stagedRows)
                                            .mapToObj(i -> i + ",Camille,2005-03-14,Quimperlé\n")
                                            .collect(Collectors.joining()));
                    Path script = setup.baseline()
                            .write(
                                    "bulk.sql",
                                    setup.baseline()
                                            .filled(
                                                    "bulk.sql",
                                                    load.targets().get(0),
                                                    Map.of("students", students.toString())));
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
                                    })
                            .atTheEnd(() -> {
                                if (volume == Volume.SMALL) {
                                    Rows.discard(bench, volume); // it is large now
                                }
                            });
                });
    }

    private static double used(LocalPlatform platform, List<Target> targets) {
        return Database.of(platform, ServiceKind.ENROLLMENT)
                .number("select sum(used) from place_counter where offering_id = any (?)", (Object)
                        targets.stream().map(Target::offering).toArray(UUID[]::new));
    }
}
