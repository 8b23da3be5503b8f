package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.DemoPlatform;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.List;

/** How long a later {@code ./run} looks for the demonstration data that it loaded at the first start. */
public final class LaterStart implements Scenario {

    @Override
    public String name() {
        return "later-start";
    }

    @Override
    public String what() {
        return "search for demonstration data at a later ./run";
    }

    @Override
    public String ours() {
        return "from ready services to found data";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.shown(Metric.SECONDS));
    }

    @Override
    public boolean isLoad() {
        return false;
    }

    @Override
    public int mostRounds() {
        return 2;
    }

    @Override
    public Sides start(Bench bench) {
        DemoPlatform.on(bench); // loads the data if no scenario has done so
        bench.close();
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                try (LocalPlatform platform =
                        bench.builder(DemoPlatform.NAME).build().start()) {
                    long began = System.nanoTime();
                    platform.loadDemo(DemoPlatform.size(bench));
                    return Measurement.of(Metric.SECONDS, (System.nanoTime() - began) / 1e9);
                }
            }
        };
    }
}
