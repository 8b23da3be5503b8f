package fr.cned.partenariats.enrollment.registration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch slow = new CountDownLatch(1);

    @AfterEach
    void stop() {
        slow.countDown();
        executor.shutdownNow();
    }

    @Test
    void anEntryAloneIsABatchOfOne() {
        queue(100, 100, batches::add).offer(1);

        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of(1)));
    }

    @Test
    void entriesThatComeDuringABatchAreTheNextBatchesInTheirOrder() throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        BatchQueue<Integer> queue = queue(100, 3, slowAt(0, leads));
        queue.offer(0);
        assertThat(leads.await(5, SECONDS)).isTrue();

        IntStream.rangeClosed(1, 5).forEach(queue::offer);
        slow.countDown();

        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5)));
    }

    @Test
    void aFullQueueRefusesAtOnceAndAcceptsAgainWhenItMoves() throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        BatchQueue<Integer> queue = queue(2, 100, slowAt(0, leads));
        queue.offer(0);
        assertThat(leads.await(5, SECONDS)).isTrue();

        assertThat(IntStream.rangeClosed(1, 3).mapToObj(queue::offer)).containsExactly(true, true, false);
        slow.countDown();
        await().until(() -> queue.offer(4));
    }

    @Test
    void equalEntriesRunInDifferentBatchesAndKeepTheirOrder() throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        BatchQueue<Integer> queue = new BatchQueue<>(executor, 100, 100, number -> number % 10, slowAt(0, leads));
        queue.offer(0);
        assertThat(leads.await(5, SECONDS)).isTrue();

        List.of(1, 2, 11, 3).forEach(queue::offer);
        slow.countDown();

        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of(0), List.of(1, 2), List.of(11, 3)));
    }

    @Test
    void theQueueGoesOnAfterItsThreadIsInterruptedOrDies() {
        BatchQueue<Integer> queue = queue(100, 1, batch -> {
            batches.add(batch);
            if (batch.contains(1)) {
                Thread.currentThread().interrupt();
            }
            if (batch.contains(2)) {
                throw new AssertionError("dies");
            }
            if (batch.contains(3) && Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the interrupt was meant for another batch");
            }
        });

        List.of(1, 2, 3).forEach(queue::offer);

        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(batches).containsExactly(List.of(1), List.of(2), List.of(3)));
    }

    @Test
    void onlyTheOldestEntriesExpire() throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        BatchQueue<Integer> queue = queue(100, 100, slowAt(0, leads));
        queue.offer(0);
        assertThat(leads.await(5, SECONDS)).isTrue();
        List.of(1, 2, 9).forEach(queue::offer);

        assertThat(queue.removeOldest(number -> number < 5)).containsExactly(1, 2);
        assertThat(queue.length()).isEqualTo(1);
    }

    @Test
    void aStoppedExecutorRefusesNewEntriesAndFinishesTheQueue() throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        BatchQueue<Integer> queue = queue(100, 100, slowAt(0, leads));
        queue.offer(0);
        assertThat(leads.await(5, SECONDS)).isTrue();
        queue.offer(1);

        executor.shutdown();
        slow.countDown();

        assertThat(executor.awaitTermination(5, SECONDS)).isTrue();
        assertThat(batches).containsExactly(List.of(0), List.of(1));
        assertThat(queue.offer(2)).isFalse();
        BatchQueue<Integer> refusing = new BatchQueue<>(
                command -> {
                    throw new RejectedExecutionException();
                },
                100,
                100,
                number -> number,
                batches::add);
        assertThat(refusing.offer(3)).isFalse();
        assertThat(refusing.length()).isZero();
    }

    private BatchQueue<Integer> queue(int capacity, int mostAtOnce, Consumer<List<Integer>> work) {
        return new BatchQueue<>(executor, capacity, mostAtOnce, number -> number, work);
    }

    private Consumer<List<Integer>> slowAt(int entry, CountDownLatch leads) {
        return batch -> {
            if (batch.contains(entry)) {
                leads.countDown();
                try {
                    assertThat(slow.await(10, SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            batches.add(batch);
        };
    }
}
