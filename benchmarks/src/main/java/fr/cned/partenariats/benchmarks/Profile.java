package fr.cned.partenariats.benchmarks;

import static fr.cned.partenariats.local.jdk.Profile.PRODUCTION;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.wiring.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profile of all measurements: that of {@code CNED_PROFILE=production ./run}. */
public final class Profile {

    public static final String NAME = "production";

    /** Settings of a gateway without limits of rates: all load has the same address. */
    public static final Map<String, String> NO_LIMITS = Map.of(
            "GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", "1000000",
            "GATEWAY_RATE_LIMIT_BURST", "1000000",
            "GATEWAY_ADDRESS_LIMIT_REQUESTS_PER_SECOND", "1000000",
            "GATEWAY_ADDRESS_LIMIT_BURST", "1000000");

    private static final int FIRST_JDK_WITH_AOT_CACHE = 25;

    private Profile() {}

    public static LocalPlatformBuilder platform() {
        return LocalPlatform.builder().profile(PRODUCTION);
    }

    /** The start of the command line of a service that runs without the platform. */
    public static List<String> java() {
        Memory memory = Memory.of(PRODUCTION);
        List<String> line = new ArrayList<>();
        line.add(Jdk.choose(Optional.empty()).java().toString());
        line.addAll(PRODUCTION.options());
        line.add("-Xms" + memory.serviceStartMegabytes() + "m");
        line.add("-Xmx" + memory.serviceMegabytes() + "m");
        return line;
    }

    public static boolean hasAotCache() {
        return Jdk.choose(Optional.empty()).version().feature() >= FIRST_JDK_WITH_AOT_CACHE;
    }
}
