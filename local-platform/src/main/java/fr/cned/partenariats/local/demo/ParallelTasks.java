package fr.cned.partenariats.local.demo;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks on a limited number of threads. */
final class ParallelTasks {

    private ParallelTasks() {}

    /** Returns when all tasks are done. After a failure it starts no other task and throws the failure. */
    static void run(int threadCount, List<Runnable> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(threadCount);
        try {
            List<Future<?>> futures = new ArrayList<>();
            tasks.forEach(task -> futures.add(threads.submit(task)));
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The load of the demonstration data was interrupted.", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
