package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Creation of many offerings in one request. */
@CatalogIT
class OfferingBatchIT {

    @Test
    void aBatchIsOpenedInRequestOrderWithOneEventEach() {
        String bts = published(bts("BTS"));
        String concours = published(concours("Concours"));

        JsonPath answer = offerings(List.of(ofTraining(bts), with(ofTraining(concours), "route", "INTERNAL")))
                .statusCode(201)
                .extract()
                .jsonPath();
        assertThat(answer.getList("offerings.trainingId", String.class)).containsExactly(bts, concours);
        assertThat(answer.getList("offerings.state", String.class)).containsOnly("OPEN");
        String id = answer.getString("offerings[1].id");
        await().untilAsserted(() -> assertThat(TestTopics.read("catalog.offerings.v1", id))
                .singleElement()
                .satisfies(event -> assertThat(JsonPath.from(event.value()).getString("state"))
                        .isEqualTo("OPEN")));
    }

    @Test
    void oneInvalidOfferingRefusesTheWholeBatch() {
        String training = published(bts("BTS"));
        Map<String, Object> right = ofTraining(training);

        offerings(List.of(right, with(right, "endsOn", "2026-01-01")))
                .statusCode(400)
                .body("errors.pointer", contains("/offerings/1/endsOn"));
        offerings(List.of(right, ofTraining(UUID.randomUUID().toString())))
                .statusCode(400)
                .body("errors.pointer", contains("/offerings/1/trainingId"));
        offerings(List.of(right, ofTraining(draft(bts("BTS")))))
                .statusCode(409)
                .body("code", equalTo("training-not-published"))
                .body("errors.pointer", contains("/offerings/1/trainingId"));
        offerings(List.of(right, with(right, "modality", "ON_SITE")))
                .statusCode(409)
                .body("code", equalTo("modality-not-offered"))
                .body("errors.pointer", contains("/offerings/1/modality"));
        reader().get("/v1/offerings?trainingId=" + training).then().body("items", equalTo(List.of()));
    }

    @Test
    void anEmptyOrTooLargeBatchIsRefused() {
        offerings(List.of()).statusCode(400).body("errors.pointer", contains("/offerings"));
        offerings(Collections.nCopies(101, ofTraining(UUID.randomUUID().toString())))
                .statusCode(400)
                .body("errors.code", contains("out-of-range"));
    }

    private static ValidatableResponse offerings(List<Map<String, Object>> offerings) {
        return manager()
                .body(Map.of("offerings", offerings))
                .post("/v1/offerings/batches")
                .then();
    }
}
