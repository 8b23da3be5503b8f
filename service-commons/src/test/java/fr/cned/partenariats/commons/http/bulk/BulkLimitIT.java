package fr.cned.partenariats.commons.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RawHttp;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request is running while only half of its body is sent. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class BulkLimitIT {

    private static final String BODY = "{\"a\":1}";

    @TestHTTPResource
    URI service;

    private final List<RawHttp> connections = new ArrayList<>();

    @AfterEach
    void close() {
        connections.forEach(RawHttp::close);
    }

    @Test
    void oneClientRunsTwoAtOnceAndTheNextAfterAnAnswer() {
        Two two = holdTwo(BulkLimitIT::newClient);
        try (RawHttp third = begin(two.client())) {
            assertThat(third.head())
                    .startsWith("HTTP/1.1 429 ")
                    .containsIgnoringCase("Retry-After: 5\n")
                    .containsIgnoringCase("Content-Type: application/problem+json\n");
        }
        end(two.first());
        assertThat(two.first().head()).startsWith("HTTP/1.1 200 ");
        RawHttp next = begin(two.client());
        end(next);
        assertThat(next.head()).startsWith("HTTP/1.1 200 ");
        end(two.second());
        assertThat(two.second().head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theClientsOfOneTenantShareItsTwo() {
        AtomicReference<UUID> tenant = new AtomicReference<>();
        holdTwo(() -> {
            tenant.set(UUID.randomUUID());
            return clientOf(tenant.get());
        });
        RawHttp third = begin(clientOf(tenant.get()));
        assertThat(third.head()).startsWith("HTTP/1.1 429 ");
        RawHttp other = begin(clientOf(UUID.randomUUID()));
        end(other);
        assertThat(other.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void slowBodiesTakeNoPermitToRun() {
        for (int i = 0; i < 3; i++) {
            holdTwo(BulkLimitIT::newClient);
        }
        RawHttp other = begin(newClient());
        end(other);
        assertThat(other.head()).startsWith("HTTP/1.1 200 ");
        holdTwo(BulkLimitIT::newClient);
        RawHttp ninth = begin(newClient());
        assertThat(ninth.head()).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void fourRunAtOnceAndTheOthersWait() {
        String slow = "{\"millis\":600}";
        long began = System.nanoTime();
        List<RawHttp> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String client = newClient();
            running.add(open(client, "/v1/faults/bulk", slow).send(slow));
            running.add(open(client, "/v1/faults/bulk", slow).send(slow));
        }
        running.forEach(connection -> assertThat(connection.head()).startsWith("HTTP/1.1 200 "));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(1_200));
    }

    @Test
    void aBodyOfAnOperationWithoutTheAnnotationIsShort() {
        String large = "{\"a\":1}" + " ".repeat(200_000);
        assertThat(open(newClient(), "/v1/faults/bulk", large).send(large).head())
                .startsWith("HTTP/1.1 200 ");
        assertThat(open(newClient(), "/v1/faults/bulk/", large).send(large).head())
                .startsWith("HTTP/1.1 200 ");
        assertThat(open(newClient(), "/v1/faults/bulk/more", large).send(large).head())
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aDisconnectedClientReleasesItsPermit() {
        String client = newClient();
        begin(client).close();
        begin(client).close();
        Awaitility.await().untilAsserted(() -> {
            RawHttp next = begin(client);
            end(next);
            assertThat(next.head()).startsWith("HTTP/1.1 200 ");
        });
    }

    /**
     * The service reads connections in any order, and may admit the probe before one of the two. Then another client
     * begins.
     */
    private Two holdTwo(Supplier<String> clients) {
        return Awaitility.await().until(() -> tryToHoldTwo(clients.get()), Objects::nonNull);
    }

    private @Nullable Two tryToHoldTwo(String client) {
        Two two = new Two(client, begin(client), begin(client));
        try (RawHttp probe = begin(client)) {
            end(probe);
            if (probe.head().startsWith("HTTP/1.1 429 ")) {
                return two;
            }
        }
        finish(two.first());
        finish(two.second());
        return null;
    }

    private static void finish(RawHttp connection) {
        try {
            end(connection);
            connection.head();
        } catch (UncheckedIOException closed) {
            // The service closes the connection of a refused request whose body it has not read.
        }
    }

    private record Two(String client, RawHttp first, RawHttp second) {}

    private RawHttp begin(String client) {
        return open(client, "/v1/faults/bulk", BODY).send(BODY.substring(0, 3));
    }

    private RawHttp open(String client, String path, String body) {
        RawHttp connection = new RawHttp(service);
        connections.add(connection);
        return connection.send("PUT " + path + " HTTP/1.1\nHost: parking\nContent-Type: application/json\n"
                + "Content-Length: " + body.length() + "\nAuthorization: Bearer " + client + "\n\n");
    }

    private static void end(RawHttp connection) {
        connection.send(BODY.substring(3));
    }

    private static String clientOf(UUID tenant) {
        return Tokens.sign(
                Tokens.claims("bulk-" + UUID.randomUUID(), "resident").claim("partner_id", tenant.toString()));
    }

    private static String newClient() {
        return Tokens.sign(Tokens.claims("bulk-" + UUID.randomUUID(), "warden"));
    }
}
