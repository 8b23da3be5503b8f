package fr.cned.partenariats.local;

import java.time.Duration;

/** Told what happens during a start. Called from several threads. */
public interface Progress {

    void ready(String part, Duration after);

    void note(String what);

    static Progress silent() {
        return new Progress() {
            @Override
            public void ready(String part, Duration after) {
                // nobody watches
            }

            @Override
            public void note(String what) {
                // nobody watches
            }
        };
    }
}
