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
 * A bounded queue whose entries run in batches, first come, first served. There is a run for each entry that waits. A
 * run takes all that wait as one batch; the runs that it leaves over serve those that come next, or find none. So there
 * is no timer, and an entry alone is a batch of one.
 */
final class BatchQueue<T> {

    private final Executor executor;
    private final int capacity;
    private final int mostAtOnce;
    private final Function<T, Object> identity;
    private final Consumer<List<T>> work;
    private final Deque<T> waiting = new ArrayDeque<>();
    private int runs;

    /**
     * @param executor has one thread, so that one batch runs at a time
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
    synchronized boolean offer(T entry) {
        if (waiting.size() >= capacity) {
            return false;
        }
        if (runs <= waiting.size()) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException stopped) {
                return false;
            }
            runs++;
        }
        waiting.addLast(entry);
        return true;
    }

    /** The thread may be interrupted, or the work may throw: the next run goes on with the next batch. */
    private void run() {
        Thread.interrupted(); // meant for the batch before
        List<T> batch = next();
        if (!batch.isEmpty()) {
            work.accept(batch);
        }
    }

    private synchronized List<T> next() {
        runs--;
        List<T> batch = new ArrayList<>();
        Set<Object> identities = new HashSet<>();
        while (!waiting.isEmpty() && batch.size() < mostAtOnce && identities.add(identity.apply(waiting.getFirst()))) {
            batch.add(waiting.removeFirst());
        }
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
