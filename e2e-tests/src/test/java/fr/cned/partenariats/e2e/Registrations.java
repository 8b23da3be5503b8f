package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.e2e.Http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that register one student after another and repeat, with the same key, what got no final answer. */
final class Registrations implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Fixture fixture;
    private final ExecutorService clients;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Answer> unexpected = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopping;

    private Registrations(Fixture fixture, int count) {
        this.fixture = fixture;
        this.clients = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            running.incrementAndGet();
            clients.execute(this::work);
        }
    }

    static Registrations start(Fixture fixture, int clients) {
        return new Registrations(fixture, clients);
    }

    /** What was begun is brought to its end, also after the stop was asked for. */
    private void work() {
        try {
            while (!stopping) {
                Answer answer = fixture.enrollPersistently(Platform.http());
                if (answer.status() == 201) {
                    acknowledged.add(answer.id());
                } else {
                    unexpected.add(answer);
                }
            }
        } finally {
            running.decrementAndGet();
        }
    }

    void awaitMore(int count) {
        int target = acknowledged.size() + count;
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= target || !unexpected.isEmpty());
    }

    /** The ids of all that were acknowledged; fails on an answer that no client should get. */
    List<String> stop() {
        stopping = true;
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> running.get() == 0);
        if (!unexpected.isEmpty()) {
            throw new AssertionError("unexpected answers: " + unexpected);
        }
        return new ArrayList<>(acknowledged);
    }

    @Override
    public void close() {
        stopping = true;
        clients.shutdownNow();
    }
}
