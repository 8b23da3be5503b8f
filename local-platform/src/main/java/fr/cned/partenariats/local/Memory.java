package fr.cned.partenariats.local;

/** The largest heaps. A process takes some 120 to 200 MB beyond its heap. */
public record Memory(int serviceMegabytes, int kafkaMegabytes, int keycloakMegabytes) {

    public static Memory usual() {
        return new Memory(160, 160, 400);
    }
}
