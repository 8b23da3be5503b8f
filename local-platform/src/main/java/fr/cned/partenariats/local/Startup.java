package fr.cned.partenariats.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Starts parts side by side, each as soon as those that it needs are there. */
final class Startup {

    private final Progress progress;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> steps = new ArrayList<>();
    /** Never completed but by the first step that fails. */
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    Startup(Progress progress) {
        this.progress = progress;
    }

    /** A part that is on its way. */
    record Step(CompletableFuture<Void> done) {}

    /** Returns when all steps of the plan are done; at the first that fails gives up the others. */
    void run(Runnable giveUp, Consumer<Startup> plan) {
        try {
            plan.accept(this);
            CompletableFuture.anyOf(failed, CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new)))
                    .join();
        } catch (CompletionException failure) {
            threads.shutdownNow();
            giveUp.run();
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        } finally {
            threads.shutdownNow();
        }
    }

    Step step(String name, Runnable start, Step... needed) {
        CompletableFuture<?>[] before = List.of(needed).stream().map(Step::done).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> done = CompletableFuture.allOf(before).thenRunAsync(() -> timed(name, start), threads);
        steps.add(done);
        return new Step(done);
    }

    private void timed(String name, Runnable start) {
        long began = System.nanoTime();
        try {
            start.run();
            progress.ready(name, Duration.ofNanos(System.nanoTime() - began));
        } catch (RuntimeException failure) {
            failed.completeExceptionally(failure);
            throw failure;
        }
    }

    /** Runs all of them side by side and returns when all are done. */
    static void together(List<Runnable> actions) {
        List<Thread> threads = actions.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
