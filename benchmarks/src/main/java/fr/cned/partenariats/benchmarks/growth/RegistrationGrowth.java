package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.write.RegistrationLoad;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.List;

/** Registrations on a large table against registrations on a small one. */
public final class RegistrationGrowth implements GrowthScenario {

    private static final int CONNECTIONS = 16;
    private static final int TARGETS = 20;

    /** Shorter rounds, so that the small table stays small. */
    private static final int SHORTER = 4;

    @Override
    public String name() {
        return "growth-registration";
    }

    @Override
    public String what() {
        return "POST /v1/enrollments, %d connections".formatted(CONNECTIONS);
    }

    @Override
    public String remarks() {
        return "rounds are a quarter as long, so that the small table grows to tens of thousands at most";
    }

    @Override
    public Sides start(Bench bench) {
        TwoPlatforms platforms = TwoPlatforms.on(bench);
        Side large = new Side(bench, platforms.large());
        Side small = new Side(bench, platforms.small());
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return large.measure(round);
            }

            @Override
            public Measurement baseline(Round round) {
                return small.measure(round);
            }
        };
    }

    private static final class Side {

        private final RegistrationLoad load;
        private final List<Target> targets;

        Side(Bench bench, LocalPlatform platform) {
            this.load = new RegistrationLoad(bench, platform);
            this.targets = new Registry(platform).targets(TARGETS, Registry.MOST_PLACES);
            load.awaitReady(targets.get(0));
        }

        Measurement measure(Round round) {
            int seconds = Math.max(2, round.seconds() / SHORTER);
            return Measurement.of(
                    Metric.RATE, load.run(targets, CONNECTIONS, seconds).rate());
        }
    }
}
