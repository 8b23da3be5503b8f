package fr.cned.partenariats.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Users of the platform: one registers students, one reads partners, one signs in. They go on after each failure. */
final class AlertTraffic implements AutoCloseable {

    private static final Duration REST = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SEATS = 50_000;
    private static final int USERS = 3;
    private static final int CREATED = 201;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Fixture fixture = Fixture.with(SEATS, SEATS);
    private final ExecutorService users = Executors.newFixedThreadPool(USERS);
    private final AtomicLong registered = new AtomicLong();
    private volatile boolean stopping;

    AlertTraffic() {
        users.execute(() -> use(this::register));
        users.execute(() -> use(this::read));
        users.execute(() -> use(() -> {
            Platform.get().token(Platform.get().client(Platform.CATALOGUE_APP));
            return CREATED;
        }));
    }

    Fixture fixture() {
        return fixture;
    }

    long registrations() {
        return registered.get();
    }

    private void use(Callable<Integer> request) {
        while (!stopping) {
            try {
                request.call();
            } catch (Exception failed) {
                // the part is down
            }
            LockSupport.parkNanos(REST.toNanos());
        }
    }

    private int register() throws IOException, InterruptedException {
        int status = send(request("/v1/enrollments", fixture.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(fixture.request())));
        if (status == CREATED) {
            registered.incrementAndGet();
        }
        return status;
    }

    private int read() throws IOException, InterruptedException {
        return send(request("/v1/partners/" + fixture.partner(), Platform.token(Platform.PARTNERSHIP_OFFICE))
                .GET());
    }

    private HttpRequest.Builder request(String path, String bearer) {
        URI address = Platform.get().gatewayUrl().resolve(path);
        return HttpRequest.newBuilder(address).timeout(PATIENCE).header("Authorization", "Bearer " + bearer);
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        stopping = true;
        users.shutdownNow();
    }
}
