package fr.cned.partenariats.local.demo;

import fr.cned.partenariats.local.process.PlatformFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests side by side, but only a few. */
final class InFlight {

    private InFlight() {}

    /** Returns when all are done; after the first failure begins no others. */
    static void run(int atOnce, List<Runnable> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<?>> begun = new ArrayList<>();
            tasks.forEach(task -> begun.add(threads.submit(task)));
            for (Future<?> task : begun) {
                task.get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("interrupted while the demonstration data were loaded", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
