package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers students with several clients in a loop. Each request is repeated until it gets a final response. */
final class RegistrationLoad implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Fixture fixture;
    private final ExecutorService clients;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Response> unexpected = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopping;

    private RegistrationLoad(Fixture fixture, int count) {
        this.fixture = fixture;
        this.clients = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            running.incrementAndGet();
            clients.execute(this::registerStudents);
        }
    }

    static RegistrationLoad start(Fixture fixture, int clients) {
        return new RegistrationLoad(fixture, clients);
    }

    /** Registers students until {@link #stop}, and completes the current registration. */
    private void registerStudents() {
        try {
            while (!stopping) {
                Response response = fixture.enrollWithRetries(Platform.http());
                if (response.status() == 201) {
                    acknowledged.add(response.id());
                } else {
                    unexpected.add(response);
                }
            }
        } finally {
            running.decrementAndGet();
        }
    }

    void awaitMore(int count) {
        int target = acknowledged.size() + count;
        await().atMost(TIMEOUT).until(() -> acknowledged.size() >= target || !unexpected.isEmpty());
    }

    /** Stops the clients and returns the ids of all acknowledged enrollments. Fails after an unexpected response. */
    List<String> stop() {
        stopping = true;
        await().atMost(TIMEOUT.multipliedBy(2)).until(() -> running.get() == 0);
        if (!unexpected.isEmpty()) {
            throw new AssertionError("unexpected responses: " + unexpected);
        }
        return new ArrayList<>(acknowledged);
    }

    @Override
    public void close() {
        stopping = true;
        clients.shutdownNow();
    }
}
