package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.EventSchema.awaitEvents;
import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.replica.RegistryMother.network;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.catalog.CatalogIT;
import io.quarkus.arc.Arc;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@CatalogIT
class OfferingLifecycleIT {

    @Test
    void aNewOfferingIsPlanned() {
        Map<String, Object> training = bts("BTS Tourisme");
        String trainingId = published(training);

        String id = manager()
                .body(ofTraining(trainingId))
                .post("/v1/offerings")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .header("Location", containsString("/v1/offerings/"))
                .body("state", equalTo("PLANNED"))
                .body("trainingCode", equalTo(training.get("code")))
                .body("price.currency", equalTo("EUR"))
                .body(containsString("\"amount\":1250.00"))
                .body("restrictedToNetworks", empty())
                .body("places", nullValue())
                .extract()
                .path("id");
        reader().get("/v1/offerings/" + id).then().statusCode(200).body("trainingId", equalTo(trainingId));
    }

    @Test
    void anOfferingOfADraftIsRefused() {
        String trainingId = draft(bts("BTS Tourisme"));

        manager()
                .body(ofTraining(trainingId))
                .post("/v1/offerings")
                .then()
                .statusCode(409)
                .body("code", equalTo("training-not-published"));
    }

    @Test
    void anOfferingOfAnUnknownTrainingIsRefused() {
        manager()
                .body(ofTraining(UUID.randomUUID().toString()))
                .post("/v1/offerings")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/trainingId"));
    }

    @Test
    void aModalityOrRouteThatTheTrainingLacksIsRefused() {
        String concours = published(concours("Inspecteur des douanes"));

        manager()
                .body(with(ofTraining(concours), "modality", "ON_SITE"))
                .post("/v1/offerings")
                .then()
                .statusCode(409)
                .body("code", equalTo("modality-not-offered"))
                .body("allowed", contains("DISTANCE"));
        manager()
                .body(with(ofTraining(concours), "route", "THIRD_ROUTE"))
                .post("/v1/offerings")
                .then()
                .statusCode(409)
                .body("code", equalTo("route-not-offered"))
                .body("allowed", contains("EXTERNAL", "INTERNAL"));
        manager()
                .body(with(ofTraining(concours), "route", "INTERNAL"))
                .post("/v1/offerings")
                .then()
                .statusCode(201)
                .body("route", equalTo("INTERNAL"));
    }

    @Test
    void aTrainingCannotLoseTheModalityOfAnOpenOffering() {
        String training = published(bts("BTS Tourisme"));
        String open = open(ofTraining(training));

        patchTraining(training, "\"1\"", Map.of("modalities", List.of("HYBRID")))
                .statusCode(409)
                .body("code", equalTo("training-has-open-offerings"))
                .body("offeringIds", contains(open));
        patchTraining(training, "\"1\"", Map.of("modalities", List.of("DISTANCE", "ON_SITE")))
                .statusCode(200);
        move(open, "closure").statusCode(200);
        patchTraining(training, "\"2\"", Map.of("modalities", List.of("ON_SITE")))
                .statusCode(200);
        move(open, "opening").statusCode(409).body("code", equalTo("modality-not-offered"));
    }

    @Test
    void aTrainingCannotLoseTheRouteOfAnOpenOffering() {
        String training = published(concours("Inspecteur des douanes"));
        String open = open(with(ofTraining(training), "route", "INTERNAL"));
        String planned = planned(with(ofTraining(training), "route", "EXTERNAL"));

        patchTraining(training, "\"1\"", Map.of("contest", Map.of("routes", List.of("EXTERNAL"))))
                .statusCode(409)
                .body("code", equalTo("training-has-open-offerings"))
                .body("offeringIds", contains(open));
        patchTraining(training, "\"1\"", Map.of("contest", Map.of("routes", List.of("INTERNAL", "THIRD_ROUTE"))))
                .statusCode(200);
        move(planned, "opening").statusCode(409).body("code", equalTo("route-not-offered"));
    }

    private static ValidatableResponse patchTraining(String id, String tag, Map<String, Object> patch) {
        return manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(patch)
                .patch("/v1/trainings/" + id)
                .then();
    }

    @Test
    void anIllegalTransitionIsRefusedWithTheAllowedStates() {
        String id = planned(ofTraining(published(bts("BTS Tourisme"))));
        move(id, "closure")
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", contains("CANCELLED", "OPEN"));
        move(id, "opening").statusCode(200).body("state", equalTo("OPEN"));
        move(id, "opening").statusCode(409).body("allowed", contains("CANCELLED", "CLOSED"));
        move(id, "closure").statusCode(200).body("state", equalTo("CLOSED"));
        move(id, "opening").statusCode(200).body("state", equalTo("OPEN"));
        move(id, "cancellation").statusCode(200).body("state", equalTo("CANCELLED"));
        move(id, "opening").statusCode(409).body("allowed", empty());
        move(id, "cancellation").statusCode(409).body("allowed", empty());
        patch(id, "\"4\"", Map.of("capacity", 40)).spec(problem(409, "offering-cancelled"));
    }

    @Test
    void theCalendarClosesAnOfferingAfterItsLastDay() {
        Map<String, Object> lastYear = with(ofTraining(published(bts("BTS Tourisme"))), "academicYear", "2025-2026");
        lastYear = with(with(lastYear, "startsOn", "2025-09-01"), "endsOn", "2026-06-30");
        String ended = planned(lastYear);
        String running = open(ofTraining(published(bts("BTS Tourisme"))));
        move(ended, "opening").statusCode(409).body("code", equalTo("offering-ended"));
        patch(ended, "\"0\"", Map.of("endsOn", "2099-06-30")).statusCode(200);
        move(ended, "opening").statusCode(200);
        patch(ended, "\"2\"", Map.of("endsOn", "2026-06-30")).statusCode(200).body("state", equalTo("OPEN"));
        reader().get("/v1/offerings/" + ended).then().body("state", equalTo("OPEN")); // cached

        Arc.container().instance(OfferingService.class).get().closeEnded();

        reader().get("/v1/offerings/" + ended)
                .then()
                .body("state", equalTo("CLOSED"))
                .header("ETag", "\"4\"");
        reader().get("/v1/offerings/" + running).then().body("state", equalTo("OPEN"));
        assertThat(awaitEvents("catalog.offerings.v1", ended, 5).get(4).value()).contains("\"state\":\"CLOSED\"");
        manager().get("/v1/audit/catalog?objectId=" + ended).then().body("items.operation", hasItem("calendar"));
    }

    @Test
    void aPatchChangesCapacityAndPrice() {
        String id = open(ofTraining(published(bts("BTS Tourisme"))));

        patch(id, "\"1\"", Map.of("capacity", 3)).statusCode(200).body("capacity", equalTo(3));
        patch(id, "\"2\"", Map.of("capacity", 300, "price", Map.of("amount", 999.5)))
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("capacity", equalTo(300))
                .body(containsString("\"amount\":999.50"))
                .body("price.currency", equalTo("EUR"));
        patch(id, "\"2\"", Map.of("capacity", 4)).statusCode(412);
    }

    @Test
    void aTrainingWithAnOpenOfferingCannotBeArchived() {
        String trainingId = published(bts("BTS Tourisme"));
        String open = open(ofTraining(trainingId));
        String planned = planned(ofTraining(trainingId));

        manager()
                .post("/v1/trainings/" + trainingId + "/archival")
                .then()
                .statusCode(409)
                .body("code", equalTo("training-has-open-offerings"))
                .body("offeringIds", contains(open));
        move(open, "closure").statusCode(200);
        manager().post("/v1/trainings/" + trainingId + "/archival").then().statusCode(200);
        move(planned, "opening").statusCode(409).body("code", equalTo("training-not-published"));
        move(open, "opening").statusCode(409).body("code", equalTo("training-not-published"));
    }

    @Test
    void theNetworkRestrictionIsStored() {
        String id = planned(with(
                ofTraining(published(bts("BTS Tourisme"))),
                "restrictedToNetworks",
                List.of("CAMPUS_CONNECTES", "CAMPUS_CONNECTES")));

        reader().get("/v1/offerings/" + id).then().body("restrictedToNetworks", contains("CAMPUS_CONNECTES"));
        patch(id, "\"0\"", Map.of("restrictedToNetworks", List.of()))
                .statusCode(200)
                .body("restrictedToNetworks", empty());
    }

    @Test
    void anUnknownNetworkIsAWarningInAPlannedOfferingAndCannotBeOpened() {
        network("CAMPUS_CONNECTES");
        String code = "CAMPUS_CONECTES_" + System.nanoTime();
        Map<String, Object> body = with(
                ofTraining(published(bts("BTS Tourisme"))), "restrictedToNetworks", List.of("CAMPUS_CONNECTES", code));
        String id = manager()
                .body(body)
                .post("/v1/offerings")
                .then()
                .statusCode(201)
                .body("warnings.code", contains("unknown-network"))
                .body("warnings.pointer", contains("/restrictedToNetworks/1"))
                .extract()
                .path("id");
        reader().get("/v1/offerings/" + id).then().body("warnings", nullValue());
        move(id, "opening")
                .statusCode(409)
                .body("code", equalTo("unknown-network"))
                .body("errors.pointer", contains("/restrictedToNetworks/1"));
        manager()
                .body(Map.of("offerings", List.of(body)))
                .post("/v1/offerings/batches")
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/offerings/0/restrictedToNetworks/1"));

        network(code);
        move(id, "opening").statusCode(200).body("warnings", nullValue());
        patch(id, "\"1\"", Map.of("restrictedToNetworks", List.of(code + "_X")))
                .statusCode(409)
                .body("code", equalTo("unknown-network"));
    }

    private static ValidatableResponse move(String id, String move) {
        return manager().post("/v1/offerings/" + id + "/" + move).then();
    }

    private static ValidatableResponse patch(String id, String tag, Map<String, Object> patch) {
        return manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(patch)
                .patch("/v1/offerings/" + id)
                .then();
    }
}
