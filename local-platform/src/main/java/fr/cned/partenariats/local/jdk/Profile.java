package fr.cned.partenariats.local.jdk;

import java.util.List;

/** The options of every JVM that a platform starts. They are part of the identity of its processes. */
public enum Profile {
    /** Little memory and a fast start, because six JVMs share one small machine. Its speed says nothing of production. */
    SMALL,
    /**
     * The compiler C2, after four times as many calls as it waits for by itself: after a start it takes the processor
     * from the requests. Half of the heap is for new objects, because a request leaves none. The serial collector needs
     * the least processor time and memory for heaps of this size.
     */
    PRODUCTION;

    public List<String> options() {
        return switch (this) {
            case SMALL ->
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");
            case PRODUCTION ->
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:NewRatio=1",
                        "-XX:Tier4InvocationThreshold=20000",
                        "-XX:Tier4MinInvocationThreshold=2400",
                        "-XX:Tier4CompileThreshold=60000",
                        "-XX:Tier4BackEdgeThreshold=160000",
                        "-XX:+ExitOnOutOfMemoryError");
        };
    }
}
