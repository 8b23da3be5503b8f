package fr.cned.partenariats.benchmarks.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** The lock on a counter's row: one transaction at a time has it, the others wait in order. */
final class RowLock {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean held;

    void take(Runnable locked) {
        if (held) {
            waiting.addLast(locked);
        } else {
            held = true;
            locked.run();
        }
    }

    void release() {
        if (waiting.isEmpty()) {
            held = false;
        } else {
            waiting.removeFirst().run();
        }
    }
}
