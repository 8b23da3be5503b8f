package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.EventSchema.awaitEvents;
import static fr.cned.partenariats.catalog.EventSchema.faults;
import static fr.cned.partenariats.catalog.replica.RegistryMother.partner;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.curriculum;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.publish;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The published training events match their schema. Changes between two looks of the relay are one event. */
@CatalogIT
class TrainingEventIT {

    private static final String TOPIC = "catalog.trainings.v1";

    @Test
    void everyChangePublishesOneValidEventInOrder() {
        Map<String, Object> training = concours("Inspecteur des douanes");
        training.put("providerIds", List.of(partner()));
        training.put("trainingNeedId", UUID.randomUUID().toString());
        String id = draft(training);
        awaitEvents(TOPIC, id, 1);
        publish(id);
        awaitEvents(TOPIC, id, 2);
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"1\"")
                .body(Map.of("title", "Inspecteur", "level", 6))
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200);
        awaitEvents(TOPIC, id, 3);
        manager().post("/v1/trainings/" + id + "/archival").then().statusCode(200);

        List<TestTopics.Message> events = awaitEvents(TOPIC, id, 4);
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
    void anEventHasEveryFieldOfTheTraining() {
        Map<String, Object> training = concours("Inspecteur des finances publiques");
        @SuppressWarnings("unchecked")
        Map<String, Object> contest = (Map<String, Object>) training.get("contest");
        contest.put("examDates", List.of("2027-02-01", "2027-06-15"));
        training.put("level", 6);
        training.put("rncp", "RNCP38362");
        training.put("ects", 60);
        training.put("durationHours", 400);
        training.put("providerIds", List.of(partner()));
        training.put("nsf", "312");
        training.put("rome", List.of("K1501"));
        training.put("formacode", List.of("13366"));
        training.put("objectives", "Réussir le concours.");
        training.put("content", "Finances publiques, droit.");
        training.put("curriculum", curriculum());
        training.put("trainingNeedId", UUID.randomUUID().toString());
        String id = draft(training);

        TestTopics.Message event = awaitEvents(TOPIC, id, 1).get(0);
        assertThat(faults("training-changed.v1", event.value())).isEmpty();
        Map<String, Object> sent = JsonPath.from(event.value()).getMap("$");
        assertThat(sent)
                .isEqualTo(manager().get("/v1/trainings/" + id).jsonPath().getMap("$"));
        assertThat(JsonPath.from(event.value()).getList("prerequisites.exemptions"))
                .containsExactly("HIGH_LEVEL_ATHLETE", "PARENT_OF_THREE");
    }
}
