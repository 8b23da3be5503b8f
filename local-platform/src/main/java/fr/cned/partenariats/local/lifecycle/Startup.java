package fr.cned.partenariats.local.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Starts parts in parallel, each as soon as the parts that it needs are ready. */
public final class Startup {

    private final Progress progress;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> steps = new ArrayList<>();
    /** Completes only by the first failure of a step. */
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    public Startup(Progress progress) {
        this.progress = progress;
    }

    /** The start of one part. */
    public record Step(CompletableFuture<Void> done) {}

    /** Returns when all steps of the plan are done. Interrupts the others and runs {@code giveUp} when one fails. */
    public void run(Runnable giveUp, Consumer<Startup> plan) {
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

    public Step step(String name, Runnable start, Step... needed) {
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

    /** Runs the actions in parallel and returns when all are done. */
    public static void together(List<Runnable> actions) {
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
