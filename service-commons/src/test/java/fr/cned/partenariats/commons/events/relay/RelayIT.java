package fr.cned.partenariats.commons.events.relay;

import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.testing.HeldRelay;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.Parking;
import fr.cned.partenariats.parking.space.ManySpaces;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The events of changes: sent if and only if the change is committed, with the state of the object. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class RelayIT {

    @TestHTTPResource(management = true)
    URI management;

    @Inject
    ManySpaces spaces;

    @Inject
    ChangeRecorder recorder;

    private static List<TestTopics.Message> sent(UUID id) {
        return TestTopics.read(SpaceChanged.TOPIC, id.toString());
    }

    private static List<Long> revisions(UUID id) {
        return TestTopics.deliveries(SpaceChanged.TOPIC, id.toString()).stream()
                .map(message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")))
                .toList();
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
        await().until(() -> Db.unsentChanges() == 0);
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
        assertThat(headers.get("traceparent")).matches("00-" + traceId + "-[0-9a-f]{16}-[0-9a-f]{2}");
    }

    @Test
    void anEventOfARolledBackChangeIsNeverSent() {
        List<UUID> undone = new ArrayList<>();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    undone.addAll(spaces.createAll(1));
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");
        UUID done = spaces.createAll(1).get(0);
        awaitSent(done, 1);
        assertThat(sent(undone.get(0))).isEmpty();
    }

    @Test
    void theEventsOfOneObjectAreInTheOrderOfItsRevisions() {
        List<UUID> one = spaces.createAll(1);
        for (int revision = 1; revision <= 40; revision++) {
            spaces.change(one);
        }
        await().untilAsserted(() -> assertThat(revisions(one.get(0))).isSorted().endsWith(40L));
    }

    @Test
    void changesThatWaitTogetherAreOneEventWithTheLastState() {
        List<UUID> some = new ArrayList<>();
        HeldRelay.during(() -> {
            some.addAll(spaces.createAll(3));
            spaces.change(some);
            spaces.change(some);
        });
        await().untilAsserted(() ->
                assertThat(some).allSatisfy(id -> assertThat(revisions(id)).containsExactly(2L)));
    }

    /** Such as an entry of an object that was deleted later. */
    @Test
    void anEntryWithoutAnObjectIsPassedOver() {
        UUID unknown = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> recorder.record(ChangeRecord.of("space", unknown)));
        awaitSent(spaces.createAll(1).get(0), 1);
        await().until(() -> Db.unsentChanges() == 0);
        assertThat(sent(unknown)).isEmpty();
    }

    /** Its id is lower than those of entries whose events were sent before. */
    @Test
    void aChangeThatCommitsLateIsSent() {
        UUID late = spaces.createAll(1).get(0);
        awaitSent(late, 1);
        Db.holding(
                () -> {
                    spaces.createAll(5);
                    await().pollInSameThread().until(() -> Db.unsentChanges() > 0);
                },
                """
                insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)
                values ('c', 's', '{}', 'test', 'space', ?, '{}')""",
                UUID.randomUUID().toString());
        await().until(() -> Db.unsentChanges() == 0);
    }

    @Test
    void metricsAndHealthShowLeaderAndBacklog() {
        await().untilAsserted(() -> RestAssured.get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(matchesPattern("(?s).*\\brelay_leading 1\\.0\\b.*"))
                .body(matchesPattern("(?s).*\\brelay_waiting 0\\.0\\b.*"))
                .body(matchesPattern("(?s).*\\brelay_oldest_seconds 0\\.0\\b.*")));
        await().untilAsserted(() -> RestAssured.get(management.resolve("/q/health/ready"))
                .then()
                .body("checks.find { it.name == 'relay' }.data.leading", equalTo(true)));
    }
}
