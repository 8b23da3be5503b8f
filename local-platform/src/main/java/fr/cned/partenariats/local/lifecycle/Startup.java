package fr.cned.partenariats.local.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts parts in parallel, each as soon as the parts that it needs are ready. */
public final class Startup {

    private static final int NOTE_EVERY_SECONDS = 20;

    private final Progress progress;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** What is to say about each part that starts now, by name. */
    private final Map<String, Supplier<String>> starting = new ConcurrentHashMap<>();

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
            CompletableFuture<?> end = CompletableFuture.anyOf(
                    failed, CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new)));
            while (!endsWithin(end, NOTE_EVERY_SECONDS)) {
                starting.values().forEach(note -> progress.note(note.get()));
            }
            end.join();
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

    private static boolean endsWithin(CompletableFuture<?> end, int seconds) {
        return end.<Boolean>handle((done, failure) -> true)
                .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
                .join();
    }

    /** @param state what the part does, for a person who waits for it */
    public Step step(String name, Runnable start, Supplier<String> state, Step... needed) {
        CompletableFuture<?>[] before = List.of(needed).stream().map(Step::done).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> done =
                CompletableFuture.allOf(before).thenRunAsync(() -> timed(name, start, state), threads);
        steps.add(done);
        return new Step(done);
    }

    private void timed(String name, Runnable start, Supplier<String> state) {
        long began = System.nanoTime();
        starting.put(name, () -> "%s still starts after %d s: %s".formatted(name, secondsSince(began), state.get()));
        try {
            start.run();
            progress.ready(name, Duration.ofNanos(System.nanoTime() - began));
        } catch (RuntimeException failure) {
            failed.completeExceptionally(failure);
            throw failure;
        } finally {
            starting.remove(name);
        }
    }

    private static long secondsSince(long began) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
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
