package fr.cned.partenariats.catalog;

import static com.networknt.schema.SpecVersion.VersionFlag.V7;
import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.ValidationMessage;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The events that are really sent, against the schemas that are checked in. */
@CatalogTest
class EventContractTest {

    @Test
    void everyChangeOfATrainingIsToldInOrderAndAsItsSchemaSays() {
        Map<String, Object> training = concours("Inspecteur des douanes");
        training.put("providerIds", List.of(UUID.randomUUID().toString()));
        training.put("trainingNeedId", UUID.randomUUID().toString());
        String id = published(training);
        patch("/v1/trainings/" + id, "\"1\"", Map.of("title", "Inspecteur", "level", 6));
        manager().post("/v1/trainings/" + id + "/archival").then().statusCode(200);

        List<TestTopics.Message> events = awaitEvents("catalog.trainings.v1", id, 4);
        assertThat(events).allSatisfy(event -> {
            assertThat(faults("training-changed.v1", event.value())).isEmpty();
            assertThat(event.headers())
                    .containsEntry("ce_type", "fr.cned.partenariats.training.changed.v1")
                    .containsEntry("ce_subject", id);
        });
        assertThat(events)
                .extracting(e -> JsonPath.from(e.value()).getInt("revision"))
                .containsExactly(0, 1, 2, 3);
        assertThat(events)
                .extracting(e -> JsonPath.from(e.value()).getString("state"))
                .containsExactly("DRAFT", "PUBLISHED", "PUBLISHED", "ARCHIVED");
        assertThat(JsonPath.from(events.get(2).value()).getString("title")).isEqualTo("Inspecteur");
    }

    @Test
    void everyChangeOfAnOfferingIsToldInOrderAndAsItsSchemaSays() {
        Map<String, Object> offering =
                with(ofTraining(published(concours("Contrôleur des douanes"))), "route", "INTERNAL");
        offering.put("enrollmentOpensOn", "2026-05-01");
        offering.put("enrollmentClosesOn", "2026-12-31");
        offering.put("restrictedToNetworks", List.of("CAMPUS_CONNECTES"));
        String id = open(offering);
        patch("/v1/offerings/" + id, "\"1\"", Map.of("capacity", 7));
        manager().post("/v1/offerings/" + id + "/closure").then().statusCode(200);
        manager().post("/v1/offerings/" + id + "/cancellation").then().statusCode(200);

        List<TestTopics.Message> events = awaitEvents("catalog.offerings.v1", id, 5);
        assertThat(events).allSatisfy(event -> {
            assertThat(faults("offering-changed.v1", event.value())).isEmpty();
            assertThat(event.headers())
                    .containsEntry("ce_type", "fr.cned.partenariats.offering.changed.v1")
                    .containsEntry("ce_subject", id);
        });
        assertThat(events)
                .extracting(e -> JsonPath.from(e.value()).getString("state"))
                .containsExactly("PLANNED", "OPEN", "OPEN", "CLOSED", "CANCELLED");
        assertThat(events)
                .extracting(e -> JsonPath.from(e.value()).getInt("capacity"))
                .containsExactly(20, 20, 7, 7, 7);
    }

    @Test
    void theSchemasRefuseWhatTheyDoNotDescribe() throws IOException {
        assertThat(faults("training-changed.v1", "{\"id\": \"x\", \"family\": \"CAP\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(m -> m.contains("family"))
                .anyMatch(m -> m.contains("revision"))
                .anyMatch(m -> m.contains("uuid"));
        assertThat(faults("offering-changed.v1", "{\"startsOn\": \"yesterday\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(m -> m.contains("startsOn"))
                .anyMatch(m -> m.contains("price"));
    }

    @Test
    void asyncApiNamesEveryTopicAndSchema() throws IOException {
        String contract = Files.readString(Path.of("contract/asyncapi.yaml"));
        assertThat(contract)
                .contains("address: catalog.trainings.v1", "address: catalog.offerings.v1")
                .contains("address: enrollment.places.v1", "address: partner.agreements.v1")
                .contains("address: partner.sites.v1");
        try (var schemas = Files.list(Path.of("contract/events"))) {
            assertThat(schemas)
                    .isNotEmpty()
                    .allSatisfy(schema -> assertThat(contract).contains("$ref: ./events/" + schema.getFileName()));
        }
    }

    private static void patch(String path, String tag, Map<String, Object> patch) {
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(patch)
                .patch(path)
                .then()
                .statusCode(200);
    }

    private static List<TestTopics.Message> awaitEvents(String topic, String key, int count) {
        await().untilAsserted(() -> assertThat(TestTopics.read(topic, key)).hasSize(count));
        return TestTopics.read(topic, key);
    }

    private static Set<ValidationMessage> faults(String schema, String event) {
        try {
            JsonSchema read = JsonSchemaFactory.getInstance(V7)
                    .getSchema(Files.readString(Path.of("contract/events/" + schema + ".schema.json")));
            return read.validate(
                    event,
                    InputFormat.JSON,
                    execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
