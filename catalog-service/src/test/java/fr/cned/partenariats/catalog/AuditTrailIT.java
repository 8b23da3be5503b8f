package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Audit entries of the catalogue. */
@CatalogIT
class AuditTrailIT {

    private static ValidatableResponse trail(String parameter, String value) {
        return manager()
                .queryParam(parameter, value)
                .get("/v1/audit/catalog")
                .then()
                .statusCode(200);
    }

    @Test
    void eachChangeOfATrainingHasAnEntry() {
        String id = published(bts("BTS Audit"));

        trail("objectId", id)
                .body("items.operation", contains("publishTraining", "createTraining"))
                .body("items.objectType", contains("training", "training"))
                .body("items.client", contains("test-catalog-manager", "test-catalog-manager"))
                .body("items[0].roles", contains("catalog-manager"))
                .body("items[0].revisionBefore", equalTo(0))
                .body("items[0].revisionAfter", equalTo(1))
                .body("items[0].changedFields", contains("state"))
                .body("items[1].revisionBefore", nullValue())
                .body("items[1].changedFields", empty());
    }

    @Test
    void aChangedNestedFieldIsListedWithItsPath() {
        String id = draft(concours("Inspecteur (audit)"));
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", "\"0\"")
                .body(Map.of("contest", Map.of("corps", "Inspecteurs")))
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200);

        trail("objectId", id).body("items[0].changedFields", contains("contest.corps"));
    }

    @Test
    void aReemissionHasAnEntry() {
        Reemissions.run("/v1/catalog-events/re-emissions", Tokens.withRole("ops"));

        trail("objectType", "re-emission")
                .body("items[0].operation", equalTo("reemitCatalogEvents"))
                .body("items[0].client", equalTo("test-ops"))
                .body("items[0].objectId", notNullValue());
    }
}
