package fr.cned.partenariats.commons.http;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RawHttp;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
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
    void allClientsTogetherRunFourAtOnce() {
        String one = newClient();
        String two = newClient();
        List<RawHttp> running = List.of(begin(one), begin(one), begin(two), begin(two));
        String three = newClient();
        awaitRefused(three, 503);
        assertThat(begin(three).head()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 5\n");
        running.forEach(BulkLimitIT::end);
        running.forEach(connection -> assertThat(connection.head()).startsWith("HTTP/1.1 200 "));
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
        RawHttp connection = new RawHttp(service);
        connections.add(connection);
        return connection.send("PUT /v1/faults/bulk HTTP/1.1\nHost: parking\nContent-Type: application/json\n"
                + "Content-Length: " + BODY.length() + "\nAuthorization: Bearer " + client + "\n\n"
                + BODY.substring(0, 3));
    }

    private static void end(RawHttp connection) {
        connection.send(BODY.substring(3));
    }

    private static String newClient() {
        return Tokens.sign(Tokens.claims("bulk-" + UUID.randomUUID(), "warden"));
    }
}
