package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;

/** A platform with many rows beside one with few. Only one of them has load at a time. */
record TwoPlatforms(LocalPlatform large, LocalPlatform small) {

    static final String GROUP = "both volumes";

    static TwoPlatforms on(Bench bench) {
        LocalPlatform small = Rows.on(bench, Volume.SMALL, Volume.LARGE);
        return new TwoPlatforms(Rows.on(bench, Volume.LARGE, Volume.SMALL), small);
    }
}
