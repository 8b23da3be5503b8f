package fr.cned.partenariats.local.lifecycle;

import java.time.Duration;

/** Receives the progress of a start, and ignores it by default. Several threads call it. */
public interface Progress {

    default void ready(String part, Duration after) {}

    default void note(String what) {}

    static Progress silent() {
        return new Progress() {};
    }
}
