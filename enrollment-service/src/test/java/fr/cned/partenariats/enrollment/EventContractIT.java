package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.ValidationMessage;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Validates the published events against the checked-in schemas. */
@EnrollmentIT
class EventContractIT {

    @Test
    void enrollmentEventsAreInOrderAndContainNoPersonalData() {
        World world = new World();
        world.fundings = "[{\"kind\":\"OPCO\",\"state\":\"AVAILABLE\"}]";
        world.publish();
        String student = """
                {"familyName":"Canari","givenNames":"Canari","birthDate":"2001-09-08","birthPlace":"Canari",
                 "email":"canari@example.org","ine":"%s"}""".formatted(World.ine());
        String id = world.enroll("""
                        {"agreementId":"%s","offeringId":"%s","siteId":"%s","student":%s,
                         "fundings":[{"kind":"OPCO","funder":"Canari","amount":900}]}""".formatted(world.agreement, world.offering, world.site, student))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        awaitEvents("enrollment.enrollments.v1", id, 1); // an event has the state when the relay reads it
        Api.as(world.token())
                .body("{\"reason\":\"Canari moved\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);

        List<TestTopics.Message> events = awaitEvents("enrollment.enrollments.v1", id, 2);
        assertThat(events).allSatisfy(event -> {
            assertThat(Schemas.faults("contract/events/enrollment-changed.v1", event.value()))
                    .isEmpty();
            assertThat(event.headers())
                    .containsEntry("ce_type", "fr.cned.partenariats.enrollment.changed.v1")
                    .containsEntry("ce_source", "urn:cned:partenariats:enrollment-service")
                    .containsEntry("ce_subject", id)
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("content-type", "application/json");
            assertThat(event.value().toLowerCase(Locale.ROOT)).doesNotContain("canari", "2001-09-08");
        });
        assertThat(texts(events, "state")).containsExactly("PENDING_FUNDING", "CANCELLED");
        assertThat(texts(events, "revision")).containsExactly("0", "1");
        assertThat(texts(events, "siteId")).containsOnly(world.site.toString());
    }

    @Test
    void theEventsOfAStudentHaveIdsOnly() {
        World world = World.published();
        String id = world.registeredStudent();
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"email\":\"canari@example.org\"}")
                .patch("/v1/students/" + id)
                .then()
                .statusCode(200);
        Api.as(Tokens.withRole("enrollment-officer"))
                .post("/v1/students/" + id + "/erasure")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> assertThat(texts(TestTopics.read("enrollment.students.v1", id), "state"))
                .endsWith("ERASED"));
        List<TestTopics.Message> events = TestTopics.read("enrollment.students.v1", id);
        assertThat(events).allSatisfy(event -> {
            assertThat(Schemas.faults("contract/events/student-changed.v1", event.value()))
                    .isEmpty();
            assertThat(event.headers()).containsEntry("ce_type", "fr.cned.partenariats.student.changed.v1");
            assertThat(JsonPath.from(event.value()).<Map<String, Object>>get("$"))
                    .containsOnlyKeys("id", "revision", "state", "partnerId", "changedAt");
        });
        assertThat(texts(events, "revision")).endsWith("2");
    }

    @Test
    void aFileIsToldWithItsRejectedRows() {
        World world = World.published();
        String row = "{\"offeringId\":\"%s\",\"student\":%s}".formatted(world.offering, World.student());
        String job = world.importing(row, "{\"a\":").path("id");

        await().untilAsserted(() -> assertThat(TestTopics.read("enrollment.import-jobs.v1", job))
                .last()
                .satisfies(event -> {
                    assertThat(Schemas.faults("contract/events/import-job-changed.v1", event.value()))
                            .isEmpty();
                    JsonPath told = JsonPath.from(event.value());
                    assertThat(told.getString("state")).isEqualTo("DONE");
                    assertThat(told.getInt("rows")).isEqualTo(2);
                    assertThat(told.getInt("rejected")).isEqualTo(1);
                    assertThat(told.getString("partnerId")).isEqualTo(world.partner.toString());
                }));
    }

    @Test
    void aHoldIsInTheEventUntilItEnds() {
        World world = World.published();
        String id = world.enroll(
                        world.request("\"fundings\":[{\"kind\":\"OPCO\",\"funder\":\"Opco\",\"amount\":900}],"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        awaitEvents("enrollment.enrollments.v1", id, 1);
        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);

        List<TestTopics.Message> events = awaitEvents("enrollment.enrollments.v1", id, 2);
        assertThat(JsonPath.from(events.get(0).value()).getString("hold.until")).isNotNull();
        assertThat(JsonPath.from(events.get(0).value()).getString("hold.endedAs"))
                .isNull();
        assertThat(JsonPath.from(events.get(1).value()).getString("hold.until")).isNull();
        assertThat(JsonPath.from(events.get(1).value()).getString("hold.endedAs"))
                .isEqualTo("CANCELLED");
    }

    @Test
    void seatAndPlaceEventsAreInOrder() {
        World world = new World();
        world.seats = 5;
        world.capacity = 1;
        world.waitingListSize = 1;
        world.publish();
        String offering = world.offering.toString();
        awaitEvents("enrollment.places.v1", offering, 1);
        awaitEvents("enrollment.seats.v1", world.quota.toString(), 1);
        world.enrolled();
        awaitEvents("enrollment.places.v1", offering, 2);
        world.enrolled();

        List<TestTopics.Message> seats = awaitEvents("enrollment.seats.v1", world.quota.toString(), 2);
        List<TestTopics.Message> places = awaitEvents("enrollment.places.v1", offering, 3);
        assertThat(seats).allSatisfy(event -> {
            assertThat(Schemas.faults("contract/events/seats-changed.v1", event.value()))
                    .isEmpty();
            assertThat(event.headers()).containsEntry("ce_type", "fr.cned.partenariats.seats.changed.v1");
        });
        assertThat(places).allSatisfy(event -> {
            assertThat(Schemas.faults("contract/events/places-changed.v1", event.value()))
                    .isEmpty();
            assertThat(event.headers()).containsEntry("ce_type", "fr.cned.partenariats.places.changed.v1");
        });
        assertThat(texts(seats, "used")).containsExactly("0", "1");
        assertThat(texts(places, "used")).containsExactly("0", "1", "1");
        assertThat(texts(places, "waiting")).containsExactly("0", "0", "1");
        assertThat(texts(places, "revision")).containsExactly("1", "2", "3");
    }

    @Test
    void theSchemasRefuseMissingAndUnknownFields() {
        String id = UUID.randomUUID().toString();
        assertThat(
                        Schemas.faults(
                                "contract/events/enrollment-changed.v1",
                                "{\"id\":\"x\",\"revision\":-1,\"state\":\"LOST\",\"academicYear\":\"2026\",\"familyName\":\"X\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(fault -> fault.contains("uuid"))
                .anyMatch(fault -> fault.contains("revision"))
                .anyMatch(fault -> fault.contains("state"))
                .anyMatch(fault -> fault.contains("academicYear"))
                .anyMatch(fault -> fault.contains("familyName"))
                .anyMatch(fault -> fault.contains("studentId"));
        assertThat(Schemas.faults(
                        "contract/events/seats-changed.v1", "{\"id\":\"" + id + "\",\"used\":-1,\"granted\":1.5}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(fault -> fault.contains("used"))
                .anyMatch(fault -> fault.contains("granted"))
                .anyMatch(fault -> fault.contains("agreementId"));
        assertThat(Schemas.faults("contract/events/places-changed.v1", "{\"waiting\":-1,\"asOf\":\"now\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(fault -> fault.contains("waiting"))
                .anyMatch(fault -> fault.contains("asOf"));
    }

    @Test
    void asyncApiNamesEveryTopicAndSchema() throws IOException {
        String contract = Files.readString(Path.of("contract/asyncapi.yaml"));
        String config = Files.readString(Path.of("src/main/resources/application.properties"));
        List<String> topics = config.lines()
                .filter(line -> line.startsWith("commons.topics.produced=")
                        || line.startsWith("mp.messaging.incoming.events.topics="))
                .flatMap(line -> Stream.of(line.substring(line.indexOf('=') + 1).split(",", -1)))
                .toList();
        assertThat(topics)
                .hasSizeGreaterThanOrEqualTo(14)
                .allSatisfy(topic -> assertThat(contract).contains("address: " + topic + "\n"));
        try (Stream<Path> schemas = Files.list(Path.of("contract/events"))) {
            assertThat(schemas)
                    .isNotEmpty()
                    .allSatisfy(schema -> assertThat(contract).contains("$ref: ./events/" + schema.getFileName()));
        }
    }

    private static List<String> texts(List<TestTopics.Message> events, String field) {
        return events.stream()
                .map(event -> JsonPath.from(event.value()).getString(field))
                .toList();
    }

    private static List<TestTopics.Message> awaitEvents(String topic, String key, int count) {
        await().untilAsserted(() -> assertThat(TestTopics.read(topic, key)).hasSize(count));
        return TestTopics.read(topic, key);
    }
}
