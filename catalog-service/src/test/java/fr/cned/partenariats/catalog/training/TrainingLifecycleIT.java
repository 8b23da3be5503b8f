package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.replica.RegistryMother.partner;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.curriculum;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CatalogIT
class TrainingLifecycleIT {

    @Test
    void aNewTrainingIsADraftThatOnlyManagersSee() {
        Map<String, Object> training = bts("BTS Management en hôtellerie-restauration");
        String id = manager()
                .body(training)
                .post("/v1/trainings")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("state", equalTo("DRAFT"))
                .body("code", equalTo(training.get("code")))
                .body("level", equalTo(5))
                .body("rome", empty())
                .body("contest", nullValue())
                .extract()
                .path("id");

        manager().get("/v1/trainings/" + id).then().statusCode(200);
        manager().get("/v1/trainings/by-code/" + training.get("code")).then().statusCode(200);
        reader().get("/v1/trainings/" + id).then().statusCode(404).body("code", equalTo("not-found"));
        reader().get("/v1/trainings/by-code/" + training.get("code")).then().statusCode(404);
    }

    @Test
    void readersGetAPublishedTrainingByIdAndByCode() {
        Map<String, Object> training = bts("BTS Comptabilité et gestion");
        String id = published(training);

        reader().get("/v1/trainings/" + id).then().statusCode(200).body("state", equalTo("PUBLISHED"));
        reader().get("/v1/trainings/by-code/" + training.get("code"))
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void locationPointsToTheNewTraining() {
        String location =
                manager().body(bts("BTS Tourisme")).post("/v1/trainings").header("Location");

        manager().get(location).then().statusCode(200).body("title", equalTo("BTS Tourisme"));
    }

    @Test
    void aDuplicateCodeIsRefusedWithTheExistingId() {
        Map<String, Object> training = bts("BTS Tourisme");
        String first = draft(training);

        manager()
                .body(with(training, "title", "Autre"))
                .post("/v1/trainings")
                .then()
                .statusCode(409)
                .body("code", equalTo("duplicate-training-code"))
                .body("existingId", equalTo(first));
    }

    @Test
    void aPatchSetsItsFieldsAndRemovesNulls() {
        String id = draft(with(with(bts("Avant"), "rncp", "RNCP38362"), "ects", 120));

        patch(id, "\"0\"", Map.of("title", "Après", "rome", List.of("D1402", "D1402")))
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("title", equalTo("Après"))
                .body("rome", contains("D1402"))
                .body("ects", equalTo(120));
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"1\"")
                .body("{\"ects\": null}")
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200)
                .body("ects", nullValue())
                .body("rncp", equalTo("RNCP38362"));
    }

    @ParameterizedTest
    @CsvSource({"rome, K1601", "formacode, 42154", "modalities, DISTANCE"})
    void aChangeOfOneListAloneIsKept(String list, String value) {
        String id = draft(bts("Hôtellerie"));
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"0\"")
                .body(Map.of(list, List.of(value)))
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        manager().get("/v1/trainings/" + id).then().body(list, contains(value));
    }

    @Test
    void aPatchChangesFieldsOfTheCurriculumAndRemovesIt() {
        String id = draft(with(bts("Cursus"), "curriculum", curriculum()));

        patch(id, "\"0\"", Map.of("curriculum", Map.of("durationMonths", 36)))
                .statusCode(200)
                .body("curriculum.durationMonths", equalTo(36))
                .body("curriculum.path", equalTo("INDIVIDUAL"))
                .body("curriculum.skillBlocks.code", contains("RNCP38362BC01"));
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"1\"")
                .body("{\"curriculum\": null}")
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200)
                .body("curriculum", nullValue());
    }

    @Test
    void aPatchOfAStaleRevisionIsRefused() {
        String id = draft(bts("Avant"));
        patch(id, "\"0\"", Map.of("title", "Après")).statusCode(200);

        patch(id, "\"0\"", Map.of("title", "Trop tard")).statusCode(412).body("code", equalTo("stale-revision"));
        manager()
                .contentType(MERGE_PATCH)
                .body(Map.of("title", "Sans révision"))
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(428)
                .body("code", equalTo("missing-if-match"));
        manager().get("/v1/trainings/" + id).then().body("title", equalTo("Après"));
    }

    @Test
    void theCodeIsFixedAndTheFamilyIsFixedAfterPublication() {
        String id = draft(bts("BTS Tourisme"));
        patch(id, "\"0\"", Map.of("code", "OTHER-CODE"))
                .statusCode(400)
                .body("errors.pointer", contains("/code"))
                .body("errors.code", contains("fixed-field"));
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"0\"")
                .body("{\"family\": \"BTS_AGRICOLE\", \"level\": null}")
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200)
                .body("level", equalTo(5));

        TrainingMother.publish(id);
        patch(id, "\"2\"", Map.of("family", "BTS"))
                .statusCode(400)
                .body("errors.pointer", contains("/family"))
                .body("errors.code", contains("fixed-field"));
    }

    @Test
    void anIllegalTransitionIsRefusedWithTheAllowedStates() {
        String id = draft(bts("BTS Tourisme"));
        move(id, "archival")
                .statusCode(409)
                .body("code", equalTo("illegal-transition"))
                .body("allowed", contains("PUBLISHED"));
        move(id, "publication").statusCode(200).body("state", equalTo("PUBLISHED"));
        move(id, "publication").statusCode(409).body("allowed", contains("ARCHIVED"));
        move(id, "archival").statusCode(200).body("state", equalTo("ARCHIVED"));
        move(id, "archival").statusCode(409).body("allowed", contains("PUBLISHED"));
        patch(id, "\"2\"", Map.of("title", "BTS Tourisme, nouvelle version")).spec(problem(409, "training-archived"));
        reader().get("/v1/trainings/" + id).then().statusCode(200);
        move(id, "publication").statusCode(200).body("state", equalTo("PUBLISHED"));
        patch(id, "\"3\"", Map.of("title", "BTS Tourisme, nouvelle version")).statusCode(200);
    }

    @Test
    void aProviderIsARegisteredPartner() {
        String known = partner();
        String typo = UUID.randomUUID().toString();
        manager()
                .body(with(bts("BTS Tourisme"), "providerIds", List.of(known, typo)))
                .post("/v1/trainings")
                .then()
                .statusCode(400)
                .body("errors.code", contains("unknown-partner"))
                .body("errors.pointer", contains("/providerIds/1"));
        manager()
                .body(with(
                        bts("BTS Tourisme"), "providerIds", List.of(Ids.next().toString())))
                .post("/v1/trainings")
                .then()
                .statusCode(409)
                .body("code", equalTo("not-yet-propagated"));
        manager()
                .body(Map.of("trainings", List.of(with(bts("BTS Tourisme"), "providerIds", List.of(typo)))))
                .post("/v1/trainings/batches")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/trainings/0/providerIds/0"));

        String id = draft(with(bts("BTS Tourisme"), "providerIds", List.of(known)));
        patch(id, "\"0\"", Map.of("providerIds", List.of(typo)))
                .statusCode(400)
                .body("errors.pointer", contains("/providerIds/0"));
        patch(id, "\"0\"", Map.of("title", "Tourisme")).statusCode(200);
    }

    @Test
    void aConcoursHasTheStatutoryExemptions() {
        String id = published(concours("Inspecteur des douanes"));

        reader().get("/v1/trainings/" + id)
                .then()
                .body("prerequisites.minLevel", equalTo(6))
                .body("prerequisites.exemptions", containsInAnyOrder("HIGH_LEVEL_ATHLETE", "PARENT_OF_THREE"))
                .body("contest.category", equalTo("A"))
                .body("contest.routes", contains("EXTERNAL", "INTERNAL"))
                .body("contest.recruitingBodies", contains("DGDDI"));
    }

    @Test
    void aRepeatedIdempotencyKeyCreatesOneTraining() {
        Map<String, Object> training = bts("BTS Tourisme");
        String key = UUID.randomUUID().toString();
        String first = manager()
                .header("Idempotency-Key", key)
                .body(training)
                .post("/v1/trainings")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        manager()
                .header("Idempotency-Key", key)
                .body(training)
                .post("/v1/trainings")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body(equalTo(first));
    }

    @Test
    void theListFiltersByTrainingNeed() {
        String need = UUID.randomUUID().toString();
        String id = published(with(bts("BTS Tourisme"), "trainingNeedId", need));

        reader().get("/v1/trainings?trainingNeedId=" + need)
                .then()
                .body("items.id", contains(id))
                .body("items.trainingNeedId", contains(need));
    }

    @Test
    void aPartnerDoesNotLearnOfTrainingNeeds() {
        String need = UUID.randomUUID().toString();
        String id = published(with(bts("BTS Tourisme"), "trainingNeedId", need));
        String partner = Tokens.partner(UUID.randomUUID());

        Api.as(partner)
                .get("/v1/trainings?trainingNeedId=" + need)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        for (int i = 0; i < 2; i++) { // the second time from memory
            reader().get("/v1/trainings/" + id).then().body("trainingNeedId", equalTo(need));
            Api.as(partner).get("/v1/trainings/" + id).then().statusCode(200).body("trainingNeedId", nullValue());
        }
    }

    private static ValidatableResponse move(String id, String move) {
        return manager().post("/v1/trainings/" + id + "/" + move).then();
    }

    private static ValidatableResponse patch(String id, String tag, Map<String, Object> patch) {
        return manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(patch)
                .patch("/v1/trainings/" + id)
                .then();
    }
}
