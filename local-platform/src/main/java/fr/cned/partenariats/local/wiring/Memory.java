package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.jdk.Profile;
import java.util.List;

/**
 * The heap of each kind of part. A process takes 120 to 200 MB more than its heap.
 *
 * @param serviceStartMegabytes the heap of a service at its start; a small one costs many collections until it has grown
 */
public record Memory(int serviceStartMegabytes, int serviceMegabytes, int kafkaMegabytes, int keycloakMegabytes) {

    public static Memory standard() {
        return of(Profile.SMALL);
    }

    /** The heaps of a profile. With those of PRODUCTION, the four services under load take at most 1.6 GiB. */
    public static Memory of(Profile profile) {
        return switch (profile) {
            case SMALL -> new Memory(32, 160, 160, 400);
            case PRODUCTION -> new Memory(216, 216, 384, 512);
        };
    }

    /** The options of the JVM of a service. */
    public List<String> optionsOfServices() {
        return List.of("-Xms" + serviceStartMegabytes + "m", "-Xmx" + serviceMegabytes + "m");
    }
}
