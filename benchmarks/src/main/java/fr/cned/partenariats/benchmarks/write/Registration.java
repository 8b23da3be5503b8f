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

/** Registrations that are spread over {@value RegistrationSetup#TARGETS} quotas and offerings. */
public record Registration(int connections, Volume volume) implements Scenario {

    static final String SHARED_CORES = "platform, database and generator share all cores, so the generator's core is"
            + " not judged; during the baseline the platform is idle";

    @Override
    public String name() {
        return "registration-" + connections + volume.suffix();
    }

    @Override
    public String what() {
        return "POST /v1/enrollments, %d quotas and offerings, %d connections, %s"
                .formatted(RegistrationSetup.TARGETS, connections, volume.text());
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
        return SHARED_CORES;
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtLeast(Metric.RATE, 1.2, 2.0));
    }

    /** Not that of other scenarios of the volume: the copy for the baseline has restarted enrollment-service. */
    public static String groupOf(Volume volume) {
        return "registrations, " + volume.text();
    }

    @Override
    public String group() {
        return groupOf(volume);
    }

    @Override
    public Sides start(Bench bench) {
        RegistrationSetup setup = RegistrationSetup.on(bench, volume);
        BaselineDatabase baseline = setup.baseline();
        List<Path> scripts = baseline.registrations(setup.spread());
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                return Measurement.of(
                        Metric.RATE,
                        setup.load()
                                .run(setup.spread(), connections, round.seconds())
                                .rate());
            }

            @Override
            public Measurement baseline(Round round) {
                return Measurement.of(Metric.RATE, baseline.rate(scripts, connections, round));
            }
        };
    }
}
