package fr.cned.partenariats.commons.outbox;

import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.Parking;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class OutboxIT {

    @TestHTTPResource(management = true)
    URI management;

    @Inject
    Outbox outbox;

    private static SpaceChanged event(UUID id, long revision) {
        return new SpaceChanged(id, revision, "A", 1);
    }

    private static List<TestTopics.Message> sent(UUID id) {
        return TestTopics.read(SpaceChanged.TOPIC, id.toString());
    }

    private static void awaitSent(UUID id, int count) {
        await().untilAsserted(() -> assertThat(sent(id)).hasSize(count));
    }

    @Test
    void aChangeAndItsEventCommitTogether() {
        String label = Parking.newLabel();
        UUID id = UUID.fromString(warden().body(Parking.space(label))
                .post("/v1/spaces")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        awaitSent(id, 1);
        assertThat(sent(id).get(0).value())
                .isEqualTo("{\"id\":\"%s\",\"revision\":0,\"label\":\"%s\",\"floor\":1}".formatted(id, label));
        await().until(() -> Db.number("select count(*) from outbox") == 0);
    }

    @Test
    void theEventIsACloudEventWithTheTraceOfTheRequest() {
        String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        String id = warden().header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                .body(Parking.space(Parking.newLabel()))
                .post("/v1/spaces")
                .then()
                .extract()
                .path("id");
        awaitSent(UUID.fromString(id), 1);
        Map<String, String> headers = sent(UUID.fromString(id)).get(0).headers();
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", SpaceChanged.TYPE)
                .containsEntry("ce_source", "urn:garage:parking")
                .containsEntry("ce_subject", id)
                .containsEntry("content-type", "application/json");
        assertThat(UUID.fromString(headers.get("ce_id")).version()).isEqualTo(7);
        assertThat(Instant.parse(headers.get("ce_time"))).isBeforeOrEqualTo(Instant.now());
        assertThat(headers.get("traceparent")).startsWith("00-" + traceId + "-");
    }

    @Test
    void anEventOfARolledBackChangeIsNeverSent() {
        UUID undone = UUID.randomUUID();
        UUID done = UUID.randomUUID();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.append(event(undone, 1));
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");
        QuarkusTransaction.requiringNew().run(() -> outbox.append(event(done, 1)));
        awaitSent(done, 1);
        assertThat(sent(undone)).isEmpty();
    }

    @Test
    void appendingNeedsATransaction() {
        assertThatThrownBy(() -> outbox.append(event(UUID.randomUUID(), 1))).isInstanceOf(TransactionalException.class);
    }

    @Test
    void theEventsOfOneKeyKeepTheirOrder() {
        UUID id = UUID.randomUUID();
        IntStream.rangeClosed(1, 40)
                .forEach(transaction -> QuarkusTransaction.requiringNew()
                        .run(() -> outbox.append(IntStream.rangeClosed(1, 30)
                                .mapToObj(i -> event(id, transaction * 100L + i))
                                .toList())));
        awaitSent(id, 1_200);
        assertThat(sent(id).stream()
                        .map(message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")))
                        .toList())
                .isSorted();
    }

    @Test
    void metricsAndHealthShowLeaderAndBacklog() {
        await().untilAsserted(() -> RestAssured.get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(matchesPattern("(?s).*\\boutbox_leading 1\\.0\\b.*"))
                .body(matchesPattern("(?s).*\\boutbox_waiting 0\\.0\\b.*")));
        await().untilAsserted(() -> RestAssured.get(management.resolve("/q/health/ready"))
                .then()
                .body("checks.find { it.name == 'outbox' }.data.leading", equalTo(true)));
    }

    @Test
    void manyEventsAreInsertedInOneStatement() {
        List<SpaceChanged> events = IntStream.rangeClosed(1, 64)
                .mapToObj(i -> event(UUID.randomUUID(), i))
                .toList();
        Map<String, Long> statements =
                SqlCount.during(() -> QuarkusTransaction.requiringNew().run(() -> outbox.append(events)));
        assertThat(SqlCount.total(statements)).as("%s", statements).isEqualTo(SqlCount.SCOPE + 1);
    }
}
