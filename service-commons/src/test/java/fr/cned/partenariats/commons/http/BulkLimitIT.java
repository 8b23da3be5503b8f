package fr.cned.partenariats.commons.http;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RawHttp;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
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
        String client = newClient();
        RawHttp first = begin(client);
        RawHttp second = begin(client);
        awaitRefused(client, 429);
        try (RawHttp third = begin(client)) {
            assertThat(third.head())
                    .startsWith("HTTP/1.1 429 ")
                    .containsIgnoringCase("Retry-After: 5\n")
                    .containsIgnoringCase("Content-Type: application/problem+json\n");
        }
        end(first);
        assertThat(first.head()).startsWith("HTTP/1.1 200 ");
        RawHttp next = begin(client);
        end(next);
        assertThat(next.head()).startsWith("HTTP/1.1 200 ");
        end(second);
        assertThat(second.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theClientsOfOneTenantShareItsTwo() {
        UUID tenant = UUID.randomUUID();
        begin(clientOf(tenant));
        begin(clientOf(tenant));
        awaitRefused(clientOf(tenant), 429);
        RawHttp other = begin(clientOf(UUID.randomUUID()));
        end(other);
        assertThat(other.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void slowBodiesTakeNoPermitToRun() {
        for (int i = 0; i < 3; i++) {
            String client = newClient();
            begin(client);
            begin(client);
            awaitRefused(client, 429);
        }
        RawHttp other = begin(newClient());
        end(other);
        assertThat(other.head()).startsWith("HTTP/1.1 200 ");
        String last = newClient();
        begin(last);
        begin(last);
        awaitRefused(newClient(), 503);
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

    /** Repeats until the service has seen the earlier requests. Until then it admits and answers this one. */
    private void awaitRefused(String client, int status) {
        Awaitility.await().untilAsserted(() -> {
            RawHttp probe = begin(client);
            end(probe);
            assertThat(probe.head()).startsWith("HTTP/1.1 " + status + " ");
        });
    }

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
