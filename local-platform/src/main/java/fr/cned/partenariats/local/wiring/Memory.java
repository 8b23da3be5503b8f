package fr.cned.partenariats.local.wiring;

/** Maximum heap of each kind of part. A process takes 120 to 200 MB more than its heap. */
public record Memory(int serviceMegabytes, int kafkaMegabytes, int keycloakMegabytes) {

    public static Memory standard() {
        return new Memory(160, 160, 400);
    }
}
