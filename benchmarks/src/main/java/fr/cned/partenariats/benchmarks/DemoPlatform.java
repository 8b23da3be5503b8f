package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.demo.DemoSize;

/** A platform with the demonstration data. Several scenarios use it; the first run loads the data. */
public final class DemoPlatform {

    public static final String NAME = "demo";

    private DemoPlatform() {}

    public static DemoSize size(Bench bench) {
        return bench.arguments().quick() ? DemoSize.SMALL : DemoSize.FULL;
    }

    /** The shared one of {@link Bench}. */
    public static LocalPlatform on(Bench bench) {
        return bench.platform(NAME, platform -> platform.loadDemo(size(bench)));
    }
}
