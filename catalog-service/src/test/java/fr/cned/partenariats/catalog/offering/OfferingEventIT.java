package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.EventSchema.awaitEvents;
import static fr.cned.partenariats.catalog.EventSchema.faults;
import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.replica.RegistryMother.network;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published offering events match their schema. Changes between two looks of the relay are one event. */
@CatalogIT
class OfferingEventIT {

    private static final String TOPIC = "catalog.offerings.v1";

    @Test
    void everyChangePublishesOneValidEventInOrder() {
        network("CAMPUS_CONNECTES");
        Map<String, Object> offering =
                with(ofTraining(published(concours("Contrôleur des douanes"))), "route", "INTERNAL");
        offering.put("enrollmentOpensOn", "2026-05-01");
        offering.put("enrollmentClosesOn", "2026-12-31");
        offering.put("restrictedToNetworks", List.of("CAMPUS_CONNECTES"));
        String id = planned(offering);
        awaitEvents(TOPIC, id, 1);
        manager().post("/v1/offerings/" + id + "/opening").then().statusCode(200);
        awaitEvents(TOPIC, id, 2);
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"1\"")
                .body(Map.of("capacity", 7))
                .patch("/v1/offerings/" + id)
                .then()
                .statusCode(200);
        awaitEvents(TOPIC, id, 3);
        manager().post("/v1/offerings/" + id + "/closure").then().statusCode(200);
        awaitEvents(TOPIC, id, 4);
        manager().post("/v1/offerings/" + id + "/cancellation").then().statusCode(200);

        List<TestTopics.Message> events = awaitEvents(TOPIC, id, 5);
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
    void severalEnrollmentPeriodsAreStoredAndPublished() {
        network("CAMPUS_CONNECTES");
        Map<String, Object> offering = with(ofTraining(published(concours("Contrôleur"))), "waitingListSize", 0);
        offering.put("route", "INTERNAL");
        offering.put(
                "enrollmentPeriods",
                List.of(
                        Map.of(
                                "opensOn",
                                "2026-05-01",
                                "closesOn",
                                "2026-05-31",
                                "networks",
                                List.of("CAMPUS_CONNECTES"),
                                "students",
                                "RETURNING",
                                "waitingListSize",
                                8),
                        Map.of("opensOn", "2026-06-01")));
        String id = planned(offering);

        String event = awaitEvents(TOPIC, id, 1).get(0).value();
        assertThat(faults("offering-changed.v1", event)).isEmpty();
        for (JsonPath shown : List.of(
                JsonPath.from(event),
                manager().get("/v1/offerings/" + id).then().extract().jsonPath())) {
            assertThat(shown.getList("enrollmentPeriods.opensOn", String.class))
                    .containsExactly("2026-05-01", "2026-06-01");
            assertThat(shown.getList("enrollmentPeriods.waitingListSize", Integer.class))
                    .containsExactly(8, 0);
            assertThat(shown.getString("enrollmentPeriods[0].students")).isEqualTo("RETURNING");
            assertThat(shown.getList("enrollmentPeriods[0].networks", String.class))
                    .containsExactly("CAMPUS_CONNECTES");
        }
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"0\"")
                .body(Map.of(
                        "enrollmentPeriods", List.of(Map.of("opensOn", "2026-05-01"), Map.of("opensOn", "2026-06-06"))))
                .patch("/v1/offerings/" + id)
                .then()
                .statusCode(200);
        assertThat(manager()
                        .get("/v1/offerings/" + id)
                        .then()
                        .extract()
                        .jsonPath()
                        .getList("enrollmentPeriods.opensOn", String.class))
                .containsExactly("2026-05-01", "2026-06-06");
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"1\"")
                .body(Map.of("enrollmentPeriods", List.of(), "waitingListSize", 3))
                .patch("/v1/offerings/" + id)
                .then()
                .statusCode(200);
    }
}
