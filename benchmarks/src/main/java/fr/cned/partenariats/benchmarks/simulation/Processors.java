package fr.cned.partenariats.benchmarks.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cores with one queue. A job that is longer than a time slice goes to the end of the queue after each slice, as in an
 * operating system.
 */
final class Processors {

    private final Timeline timeline;
    private final double slice;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private int free;
    private double busy;

    private static final class Job {
        private final Runnable done;
        private double left;

        Job(double micros, Runnable done) {
            this.left = micros;
            this.done = done;
        }
    }

    /** @param slice in microseconds; infinity runs each job to its end, first come, first served */
    Processors(Timeline timeline, int cores, double slice) {
        this.timeline = timeline;
        this.free = cores;
        this.slice = slice;
    }

    void run(double micros, Runnable done) {
        waiting.addLast(new Job(micros, done));
        startWaiting();
    }

    private void startWaiting() {
        while (free > 0 && !waiting.isEmpty()) {
            Job job = waiting.removeFirst();
            double time = Math.min(slice, job.left);
            free--;
            timeline.after(time, () -> endSlice(job, time));
        }
    }

    private void endSlice(Job job, double time) {
        free++;
        busy += time;
        job.left -= time;
        if (job.left > 0) {
            waiting.addLast(job);
        } else {
            job.done.run();
        }
        startWaiting();
    }

    /** The microseconds of all slices that have ended. */
    double busy() {
        return busy;
    }
}
