package fr.cned.partenariats.benchmarks.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** Work that runs one at a time, the rest waits in order: on a locked row, or on an event loop. */
final class OneAtATime {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean taken;

    void take(Runnable work) {
        if (taken) {
            waiting.addLast(work);
        } else {
            taken = true;
            work.run();
        }
    }

    void release() {
        if (waiting.isEmpty()) {
            taken = false;
        } else {
            waiting.removeFirst().run();
        }
    }
}
