package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals that do not depend on the fields of a request. */
@CatalogIT
class InvalidRequestIT {

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/trainings/x", "/v1/trainings/00000000-0000-0000-0000-000000000000/nothing", "/v1/nothing"})
    void anUnknownPathIsNotFound(String path) {
        manager()
                .get(path)
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("unknown-route"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/trainings/%s/publication",
                "/v1/trainings/%s/archival",
                "/v1/offerings/%s/opening",
                "/v1/offerings/%s/closure",
                "/v1/offerings/%s/cancellation"
            })
    void aTransitionOfAnUnknownObjectIsNotFound(String path) {
        manager().post(path.formatted(UUID.randomUUID())).then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void aMissingOrMalformedBodyIsRefused() {
        manager()
                .body("{\"code\": ")
                .post("/v1/trainings")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-json"));
        manager().post("/v1/trainings").then().statusCode(400).body("code", equalTo("invalid-request"));
        manager().body("null").post("/v1/offerings").then().statusCode(400).body("code", equalTo("invalid-request"));
        manager()
                .contentType("text/plain")
                .body("x")
                .post("/v1/trainings")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        manager()
                .header("If-Match", "\"0\"")
                .body("{}")
                .patch("/v1/trainings/" + UUID.randomUUID())
                .then()
                .statusCode(415);
        manager().delete("/v1/trainings").then().statusCode(405).body("code", equalTo("method-not-allowed"));
    }

    /** A misspelled code would answer an empty list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/trainings?rome=Z9999",
                "/v1/trainings?nsf=31",
                "/v1/trainings?level=9",
                "/v1/trainings/facets?rome=12",
                "/v1/offerings?academicYear=2026",
                "/v1/offerings?academicYear=2026-2027&academicYear=2026-2028"
            })
    void aFilterWithAnInvalidCodeIsRefused(String path) {
        manager().get(path).then().statusCode(400).body("code", equalTo("invalid-request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/trainings?family=CAP",
                "/v1/trainings/facets?state=GONE",
                "/v1/offerings?route=BACK_DOOR",
                "/v1/offerings?partnerId=1"
            })
    void anUnknownFacetValueIsRefused(String path) {
        manager().get(path).then().statusCode(400).body("code", equalTo("invalid-parameter"));
    }
}
