package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Volume;
import java.nio.file.Path;
import java.util.List;

/** Registrations on one quota and one offering, whose counters every registration changes. */
public record HotRegistration(int connections, Volume volume) implements Scenario {

    @Override
    public String name() {
        return "hot-" + connections + volume.suffix();
    }

    @Override
    public String what() {
        return "POST /v1/enrollments, one quota and one offering, %d connections, %s"
                .formatted(connections, volume.text());
    }

    @Override
    public String ours() {
        return "through the gateway, relay and consumers running";
    }

    @Override
    public String baseline() {
        return "pgbench, one registration per transaction";
    }

    @Override
    public String remarks() {
        return Registration.SHARED_CORES;
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtLeast(Metric.RATE, 2.0, 3.0));
    }

    @Override
    public String group() {
        return Registration.groupOf(volume);
    }

    @Override
    public Sides start(Bench bench) {
        RegistrationSetup setup = RegistrationSetup.on(bench, volume);
        HotOfferings offerings = setup.hot();
        BaselineDatabase baseline = setup.baseline();
        List<Path> scripts = baseline.registrations(offerings.all());
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return Measurement.of(
                        Metric.RATE,
                        setup.load()
                                .run(offerings.of(round), connections, round.seconds())
                                .rate());
            }

            @Override
            public Measurement baseline(Round round) {
                List<Path> script = List.of(
                        scripts.get(offerings.all().indexOf(offerings.of(round).get(0))));
                return Measurement.of(Metric.RATE, baseline.rate(script, connections, round));
            }
        };
    }
}
