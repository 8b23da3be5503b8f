package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;

/** Reads of partners from a large table against reads from a small one. */
public final class ReadGrowth implements GrowthScenario {

    private static final int CONNECTIONS = 16;

    @Override
    public String name() {
        return "growth-reads";
    }

    @Override
    public String what() {
        return "own enrollments and students of 40 partners, by id and as lists, %d connections".formatted(CONNECTIONS);
    }

    @Override
    public Sides start(Bench bench) {
        TwoPlatforms platforms = TwoPlatforms.on(bench);
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return measure(Volume.LARGE, platforms.large(), round);
            }

            @Override
            public Measurement baseline(Round round) {
                return measure(Volume.SMALL, platforms.small(), round);
            }

            private Measurement measure(Volume volume, LocalPlatform platform, Round round) {
                LoadPlan plan = LoadPlan.of(
                                platform.gatewayUrl().getHost(),
                                platform.gatewayUrl().getPort(),
                                Reads.of(bench, volume, platform),
                                round.seconds())
                        .withConnections(CONNECTIONS);
                return Measurement.of(
                        Metric.RATE,
                        bench.generator().run(plan).requireSuccess().rate());
            }
        };
    }
}
