package fr.cned.partenariats.benchmarks.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Runs actions in the order of their times, in microseconds. Actions of the same time keep the order of planning. */
final class Timeline {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private double now;
    private long planned;

    private record Event(double at, long number, Runnable action) {}

    double now() {
        return now;
    }

    void after(double micros, Runnable action) {
        events.add(new Event(now + micros, planned++, action));
    }

    /** Runs all actions up to this time. Later ones stay planned. */
    void runUntil(double end) {
        while (!events.isEmpty() && events.element().at() <= end) {
            Event event = events.remove();
            now = event.at();
            event.action().run();
        }
        now = end;
    }
}
