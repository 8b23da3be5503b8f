package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * One quota, and one offering for each round: an offering has at most {@value Registry#MOST_PLACES} places. The warm-up
 * is longer than a round and uses all of them.
 */
final class HotOfferings {

    private static final int SPARE = 4;

    private final List<Target> all;

    HotOfferings(Bench bench, Registry registry) {
        Target first = registry.targets(1, Registry.MOST_PLACES).get(0);
        List<Target> targets = new ArrayList<>(List.of(first));
        targets.addAll(registry.further(first, bench.arguments().rounds() + SPARE, Registry.MOST_PLACES));
        this.all = List.copyOf(targets);
    }

    List<Target> all() {
        return all;
    }

    List<Target> of(Round round) {
        return round.isWarmUp() ? all.subList(0, SPARE) : List.of(all.get(SPARE + round.number()));
    }
}
