package fr.cned.partenariats.benchmarks.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The queue of registrations in enrollment-service: a bounded queue whose entries share transactions. One batch runs at a time, with all
 * that wait, up to a limit.
 */
final class SimulatedQueue {

    /** Settings of enrollment-service: batch, queue and deadline of registrations. */
    static final int MOST_AT_ONCE = 100;

    static final int CAPACITY = 1_000;
    static final int DEADLINE_SECONDS = 3;

    private final BiConsumer<List<Request>, Runnable> work;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private boolean led;

    /** @param work runs a batch and then its second argument, which ends the batch */
    SimulatedQueue(BiConsumer<List<Request>, Runnable> work) {
        this.work = work;
    }

    /** False when the queue is full. */
    boolean offer(Request request) {
        if (waiting.size() >= CAPACITY) {
            return false;
        }
        waiting.addLast(request);
        if (!led) {
            led = true;
            runNext();
        }
        return true;
    }

    private void runNext() {
        if (waiting.isEmpty()) {
            led = false;
            return;
        }
        List<Request> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < MOST_AT_ONCE) {
            batch.add(waiting.removeFirst());
        }
        work.accept(batch, this::runNext);
    }

    /** Removes the requests at the head that arrived before this time. */
    List<Request> removeOlder(double before) {
        List<Request> removed = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.getFirst().queuedAt() < before) {
            removed.add(waiting.removeFirst());
        }
        return removed;
    }

    int length() {
        return waiting.size();
    }
}
