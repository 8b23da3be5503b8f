package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Volume;
import java.util.List;

/** Registrations on one quota and one offering against registrations that are spread, both through the gateway. */
public record HotAgainstSpread(int connections) implements Scenario {

    @Override
    public String name() {
        return "hot-against-spread";
    }

    @Override
    public String what() {
        return "POST /v1/enrollments, one quota and one offering, %d connections".formatted(connections);
    }

    @Override
    public String ours() {
        return "one quota and offering";
    }

    @Override
    public String baseline() {
        return "%d quotas and offerings".formatted(RegistrationSetup.TARGETS);
    }

    @Override
    public String remarks() {
        return "platform, database and generator share all cores";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtLeast(Metric.RATE, 0.9, 0.9));
    }

    @Override
    public String group() {
        return Registration.groupOf(Volume.SMALL);
    }

    @Override
    public boolean isBaselineJvm() {
        return true;
    }

    @Override
    public Sides start(Bench bench) {
        RegistrationSetup setup = RegistrationSetup.on(bench, Volume.SMALL);
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return measured(setup.hot().of(round), round);
            }

            @Override
            public Measurement baseline(Round round) {
                return measured(setup.spread(), round);
            }

            private Measurement measured(List<Target> targets, Round round) {
                return Measurement.of(
                        Metric.RATE,
                        setup.load().run(targets, connections, round.seconds()).rate());
            }
        };
    }
}
