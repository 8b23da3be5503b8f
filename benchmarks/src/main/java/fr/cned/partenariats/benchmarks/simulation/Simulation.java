package fr.cned.partenariats.benchmarks.simulation;

import fr.cned.partenariats.benchmarks.Scenario;
import java.util.List;

/** The scenarios of the simulation. They need no platform and take seconds. */
public final class Simulation {

    private static final int SPREAD = 20;

    private Simulation() {}

    public static List<Scenario> all() {
        return List.of(
                new SimulatedRate("registration-32", SPREAD, Costs.SMALL),
                new SimulatedRate("hot-32", 1, Costs.SMALL),
                new SimulatedRate("registration-32-million", SPREAD, Costs.MILLION),
                new SimulatedRate("hot-32-million", 1, Costs.MILLION),
                new SimulatedCurve());
    }
}
