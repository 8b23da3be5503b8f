package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CatalogIT
class PlacesConsumerIT {

    private static final String TOPIC = "enrollment.places.v1";
    private static final String TYPE = "fr.cned.partenariats.places.changed.v1";

    private String training;
    private String offering;

    @BeforeEach
    void anOffering() {
        training = published(bts("BTS Tourisme"));
        offering = planned(ofTraining(training));
    }

    @Test
    void reportedPlacesAreShown() {
        report(offering, 1, 12, 2);
        awaitUsed(12);

        reader().get("/v1/offerings/" + offering)
                .then()
                .body("places.requested", equalTo(20))
                .body("places.granted", equalTo(20))
                .body("places.used", equalTo(12))
                .body("places.waiting", equalTo(2))
                .body("places.left", equalTo(8))
                .body("places.asOf", equalTo("2026-11-24T10:00:00Z"));
        reader().get("/v1/offerings?trainingId=" + training).then().body("items.places.left", contains(8));
    }

    @Test
    void theEntityTagChangesWithThePlacesAndIfMatchIgnoresThem() {
        String before = reader().get("/v1/offerings/" + offering).header("ETag");
        report(offering, 1, 12, 0);
        awaitUsed(12);

        String after = reader().header("If-None-Match", before)
                .get("/v1/offerings/" + offering)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        assertThat(after).isNotEqualTo(before);
        reader().header("If-None-Match", after)
                .get("/v1/offerings/" + offering)
                .then()
                .statusCode(304);

        report(offering, 2, 13, 0);
        awaitUsed(13);
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", after)
                .body(Map.of("capacity", 30))
                .patch("/v1/offerings/" + offering)
                .then()
                .statusCode(200)
                .body("places.used", equalTo(13));
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", after)
                .body(Map.of("capacity", 40))
                .patch("/v1/offerings/" + offering)
                .then()
                .statusCode(412);
    }

    @Test
    void repeatedAndOlderEventsChangeNothing() {
        report(offering, 3, 13, 0);
        report(offering, 1, 11, 0);
        report(offering, 3, 13, 0);
        report(offering, 2, 12, 0);
        // Same partition: the consumer reads it after the events above.
        String marker = publishUnreadable();
        awaitDeadLetter(marker);

        reader().get("/v1/offerings/" + offering)
                .then()
                .body("places.revision", equalTo(3))
                .body("places.used", equalTo(13));
    }

    @Test
    void anUnreadableEventGoesToTheDeadLetterTopic() {
        String marker = publishUnreadable();
        report(offering, 1, 5, 0);
        awaitUsed(5);

        awaitDeadLetter(marker);
    }

    @Test
    void placesAreAbsentBeforeTheFirstReport() {
        reader().get("/v1/offerings/" + offering).then().statusCode(200).body("places", nullValue());
    }

    private String publishUnreadable() {
        String marker = UUID.randomUUID().toString();
        TestTopics.publishRaw(
                TOPIC,
                offering,
                Map.of("ce_id", UUID.randomUUID().toString(), "ce_type", TYPE),
                ("{\"id\": 7, \"marker\": \"" + marker + "\"").getBytes(UTF_8));
        return marker;
    }

    private void awaitDeadLetter(String marker) {
        await().untilAsserted(() -> assertThat(TestTopics.read(TOPIC + ".catalog-service.dlq", offering))
                .anySatisfy(dead -> {
                    assertThat(dead.value()).contains(marker);
                    assertThat(dead.headers()).containsEntry("dead-letter-topic", TOPIC);
                }));
    }

    private void awaitUsed(int used) {
        await().untilAsserted(
                        () -> reader().get("/v1/offerings/" + offering).then().body("places.used", equalTo(used)));
    }

    private static void report(String offering, long revision, int used, int waiting) {
        TestTopics.publish(TOPIC, offering, TYPE, """
                {"id": "%s", "revision": %d, "requested": 20, "granted": 20, "used": %d, "waiting": %d,
                 "asOf": "2026-11-24T10:00:00Z", "addedLater": true}""".formatted(offering, revision, used, waiting));
    }
}
