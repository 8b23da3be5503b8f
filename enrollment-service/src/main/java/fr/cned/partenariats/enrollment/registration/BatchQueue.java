package fr.cned.partenariats.enrollment.registration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bounded queue whose entries run in batches, first come, first served. An entry that finds no leader starts
 * one. The leader runs all that wait as one batch, then all that have come since, until the queue is empty. So there
 * is no timer, and an entry alone is a batch of one.
 */
final class BatchQueue<T> {

    private final Executor executor;
    private final int capacity;
    private final int mostAtOnce;
    private final Function<T, Object> identity;
    private final Consumer<List<T>> work;
    private final Deque<T> waiting = new ArrayDeque<>();
    private boolean led;

    /**
     * @param executor runs the leader
     * @param identity a batch has no two entries that are equal in it; the second one waits for the next batch
     * @param work runs a batch. It completes every entry, also when it throws
     */
    BatchQueue(Executor executor, int capacity, int mostAtOnce, Function<T, Object> identity, Consumer<List<T>> work) {
        this.executor = executor;
        this.capacity = capacity;
        this.mostAtOnce = mostAtOnce;
        this.identity = identity;
        this.work = work;
    }

    /** False when the queue is full or the executor has stopped: the entry will not run. */
    boolean offer(T entry) {
        synchronized (this) {
            if (waiting.size() >= capacity) {
                return false;
            }
            waiting.addLast(entry);
            if (led) {
                return true;
            }
            led = true;
        }
        return startLeader(entry);
    }

    private boolean startLeader(T first) {
        try {
            executor.execute(this::lead);
            return true;
        } catch (RejectedExecutionException stopped) {
            synchronized (this) {
                led = false;
                waiting.remove(first);
            }
            return false;
        }
    }

    /** The thread of the leader may be interrupted, or its work may throw: the queue goes on with the next batch. */
    private void lead() {
        boolean done = false;
        try {
            for (List<T> batch = next(); !batch.isEmpty(); batch = next()) {
                Thread.interrupted(); // meant for the batch before
                work.accept(batch);
            }
            done = true;
        } finally {
            if (!done) {
                executor.execute(this::lead);
            }
        }
    }

    private synchronized List<T> next() {
        List<T> batch = new ArrayList<>();
        Set<Object> identities = new HashSet<>();
        while (!waiting.isEmpty() && batch.size() < mostAtOnce && identities.add(identity.apply(waiting.getFirst()))) {
            batch.add(waiting.removeFirst());
        }
        led = !batch.isEmpty();
        return batch;
    }

    /** Removes the entries at the head that match. */
    synchronized List<T> removeOldest(Predicate<T> expired) {
        List<T> removed = new ArrayList<>();
        while (!waiting.isEmpty() && expired.test(waiting.getFirst())) {
            removed.add(waiting.removeFirst());
        }
        return removed;
    }

    synchronized int length() {
        return waiting.size();
    }
}
