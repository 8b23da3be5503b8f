package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.rows.Volume;
import java.util.List;

/** The same load on a large table and on a small one, see {@link TwoPlatforms}. */
interface GrowthScenario extends Scenario {

    @Override
    default String ours() {
        return Volume.LARGE.text();
    }

    @Override
    default String baseline() {
        return Volume.SMALL.text();
    }

    @Override
    default List<Gate> gates() {
        return List.of(Gate.ratioAtLeast(Metric.RATE, 0.85, 0.85));
    }

    @Override
    default String group() {
        return TwoPlatforms.GROUP;
    }

    @Override
    default boolean isBaselineJvm() {
        return true;
    }
}
