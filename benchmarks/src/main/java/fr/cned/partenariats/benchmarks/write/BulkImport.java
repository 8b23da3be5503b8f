package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Imports of {@value #ROWS} students each. */
public record BulkImport(Volume volume) implements Scenario {

    private static final int ROWS = 2_000;

    /** The service admits two imports of a client at a time. */
    private static final int CONNECTIONS = 2;

    /** More than the connections: a quota has at most a million seats. */
    private static final int PARTNERS = 4;

    /** Rows per transaction of the baseline, and transactions per second of a round. */
    private static final int STAGED_ROWS = 20_000;

    private static final int SECONDS_PER_TRANSACTION = 2;

    @Override
    public String name() {
        return "import" + volume.suffix();
    }

    @Override
    public String what() {
        return "POST /v1/imports with %d rows, %d at once, %s".formatted(ROWS, CONNECTIONS, volume.text());
    }

    @Override
    public String ours() {
        return "rows through the gateway, relay and consumers running";
    }

    @Override
    public String baseline() {
        return "rows with COPY to a staging table and set-based SQL in psql";
    }

    @Override
    public String remarks() {
        return "a request of this row is one student; " + Registration.SHARED_CORES;
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtLeast(Metric.RATE, 0.5, 0.8));
    }

    @Override
    public String group() {
        return Registration.groupOf(volume);
    }

    @Override
    public Sides start(Bench bench) {
        RegistrationSetup setup = RegistrationSetup.on(bench, volume);
        LocalPlatform platform = Rows.on(bench, volume);
        Registry registry = new Registry(platform);
        List<Target> targets = registry.targets(PARTNERS, Registry.MOST_PLACES).stream()
                .flatMap(target ->
                        registry.further(target, bench.arguments().rounds() + 4, Registry.MOST_PLACES).stream())
                .toList();
        RegistrationLoad load = setup.load();
        BaselineDatabase baseline = setup.baseline();
        Path students = baseline.write(
                "students.csv",
                IntStream.range(0, STAGED_ROWS)
                        .mapToObj(i -> i + ",Camille,2005-03-14,Quimperlé")
                        .collect(Collectors.joining("\n", "", "\n")));
        Path script = baseline.write(
                "bulk.sql",
                baseline.filled("bulk.sql", setup.spread().get(0), Map.of("students", students.toString())));
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                double before = used(platform, targets);
                LoadResult result = bench.generator()
                        .run(load.plan(
                                        targets.stream()
                                                .map(target -> load.importOf(target, ROWS))
                                                .toList(),
                                        round.seconds())
                                .withConnections(CONNECTIONS)
                                .withoutWarmUp());
                return Measurement.of(Metric.RATE, (used(platform, targets) - before) / result.seconds());
            }

            @Override
            public Measurement baseline(Round round) {
                int transactions = round.isWarmUp() ? 1 : Math.max(1, round.seconds() / SECONDS_PER_TRANSACTION);
                double seconds = 0;
                for (int i = 0; i < transactions; i++) {
                    seconds += baseline.psqlSeconds(script);
                }
                return Measurement.of(Metric.RATE, transactions * STAGED_ROWS / seconds);
            }

            @Override
            public void close() {
                if (volume == Volume.SMALL) {
                    Rows.discard(bench, volume); // it is large now
                }
            }
        };
    }

    private static double used(LocalPlatform platform, List<Target> targets) {
        return Database.of(platform, ServiceKind.ENROLLMENT)
                .number("select sum(used) from place_counter where offering_id = any (?)", (Object)
                        targets.stream().map(Target::offering).toArray(UUID[]::new));
    }
}
