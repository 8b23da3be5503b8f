package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.write.RegistrationLoad;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.List;

/** Registrations while the stored answers have a million dead rows, against the same without them. */
public final class RegistrationAmongDeadRows implements Scenario {

    private static final int CONNECTIONS = 16;
    private static final int TARGETS = 20;
    private static final int DEAD_ROWS = 1_000_000;
    private static final int QUICK_DEAD_ROWS = 20_000;

    @Override
    public String name() {
        return "dead-rows";
    }

    @Override
    public String what() {
        return "POST /v1/enrollments with a million dead rows in the stored answers, %d connections, %s"
                .formatted(CONNECTIONS, Volume.LARGE.text());
    }

    @Override
    public String ours() {
        return "dead rows";
    }

    @Override
    public String baseline() {
        return "after vacuum";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioShown(Metric.RATE));
    }

    @Override
    public String group() {
        return Volume.LARGE.text();
    }

    @Override
    public boolean isBaselineJvm() {
        return true;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        List<Target> targets = new Registry(platform).targets(TARGETS, Registry.MOST_PLACES);
        RegistrationLoad load = new RegistrationLoad(bench, platform);
        load.awaitReady(targets.get(0));
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                DeadRows.leave(platform, bench.arguments().quick() ? QUICK_DEAD_ROWS : DEAD_ROWS);
                return measure(round);
            }

            @Override
            public Measurement baseline(Round round) {
                Database.asSuperuser(platform, ServiceKind.ENROLLMENT.database().orElseThrow())
                        .with(connection -> {
                            Database.execute(connection, "vacuum idempotency_key");
                            return true;
                        });
                return measure(round);
            }

            private Measurement measure(Round round) {
                return Measurement.of(
                        Metric.RATE,
                        load.run(targets, CONNECTIONS, round.seconds()).rate());
            }
        };
    }
}
