package fr.cned.partenariats.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs calls in many threads in parallel. */
final class ParallelCalls {

    private ParallelCalls() {}

    static <T> List<T> run(int clients, Callable<T> call) {
        return run(clients, Collections.nCopies(clients, call));
    }

    /** Calls with each item. */
    static <T> void forEach(int clients, List<T> items, Consumer<T> call) {
        run(
                clients,
                items.stream()
                        .map(item -> Executors.callable(() -> call.accept(item)))
                        .toList());
    }

    private static <T> List<T> run(int clients, List<Callable<T>> calls) {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            List<Future<T>> futures = pool.invokeAll(calls);
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }
}
