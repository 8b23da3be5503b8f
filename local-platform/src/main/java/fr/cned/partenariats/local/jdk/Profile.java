package fr.cned.partenariats.local.jdk;

import java.util.List;

/** The options of every JVM that a platform starts. They are part of the identity of its processes. */
public enum Profile {
    /** Little memory and a fast start, because six JVMs share one small machine. Its speed says nothing of production. */
    SMALL,
    /**
     * The compiler C2, and half of the heap for new objects, because a request leaves none. The serial collector needs
     * the least processor time and memory for heaps of this size.
     */
    PRODUCTION;

    public List<String> options() {
        return switch (this) {
            case SMALL ->
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");
            case PRODUCTION -> List.of("-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:+ExitOnOutOfMemoryError");
        };
    }
}
