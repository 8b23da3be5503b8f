package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Registers students with several clients in a loop. Each request is repeated until it gets a final response. */
final class RegistrationLoad implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Fixture fixture;
    private final List<ApiClient> addresses;
    private final Duration rest;
    private final ExecutorService clients;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Response> unexpected = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopping;

    private RegistrationLoad(Fixture fixture, int count, List<ApiClient> addresses, Duration rest) {
        this.fixture = fixture;
        this.addresses = addresses;
        this.rest = rest;
        this.clients = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            running.incrementAndGet();
            clients.execute(this::registerStudents);
        }
    }

    static RegistrationLoad start(Fixture fixture, int clients) {
        return new RegistrationLoad(fixture, clients, List.of(Platform.http()), Duration.ZERO);
    }

    /**
     * Each client uses the next address after a failure, as a load balancer does.
     *
     * @param rest of each client between two registrations
     */
    static RegistrationLoad start(Fixture fixture, int clients, List<ApiClient> addresses, Duration rest) {
        return new RegistrationLoad(fixture, clients, addresses, rest);
    }

    /** Registers students until {@link #stop}, and completes the current registration. */
    private void registerStudents() {
        try {
            while (!stopping) {
                Response response =
                        register(fixture.request(), UUID.randomUUID().toString());
                if (response.status() == 201) {
                    acknowledged.add(response.id());
                } else {
                    unexpected.add(response);
                }
                LockSupport.parkNanos(rest.toNanos());
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private Response register(String request, String key) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        int attempt = ThreadLocalRandom.current().nextInt(addresses.size());
        while (true) {
            Response response =
                    addresses.get(attempt++ % addresses.size()).post(fixture.token(), "/v1/enrollments", request, key);
            if (!response.isTemporary() || System.nanoTime() > end) {
                return response;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
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
