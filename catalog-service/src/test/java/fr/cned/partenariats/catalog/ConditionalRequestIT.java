package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.IfMatchOperations;
import fr.cned.partenariats.commons.testing.Problems;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entity tags and conditional requests on each single resource. */
@CatalogIT
class ConditionalRequestIT {

    private String training;
    private String trainingByCode;
    private String offering;

    @BeforeEach
    void aTrainingAndAnOffering() {
        Map<String, Object> bts = bts("BTS (test)");
        String id = published(bts);
        training = "/v1/trainings/" + id;
        trainingByCode = "/v1/trainings/by-code/" + bts.get("code");
        offering = "/v1/offerings/" + open(ofTraining(id));
    }

    @Test
    void theEntityTagIsTheRevision() {
        for (String path : List.of(training, trainingByCode, offering)) {
            reader().get(path)
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"1\"")
                    .body("revision", equalTo(1))
                    .body("version", nullValue());
        }
    }

    @Test
    void aKnownEntityTagIsAnsweredWith304WithoutBody() {
        for (String path : List.of(training, trainingByCode, offering)) {
            for (String known : List.of("\"1\"", "W/\"1\"", "\"0\", \"1\"", "*")) {
                reader().header("If-None-Match", known)
                        .get(path)
                        .then()
                        .statusCode(304)
                        .header("ETag", "\"1\"")
                        .body(blankOrNullString());
            }
            reader().header("If-None-Match", "\"0\"").get(path).then().statusCode(200);
        }
    }

    @Test
    void aChangeNeedsTheCurrentRevision() {
        for (String path : List.of(training, offering)) {
            String tag = reader().get(path).header("ETag");
            patch(path, null).then().spec(Problems.problem(428, "missing-if-match"));
            patch(path, "\"0\"").then().spec(Problems.problem(412, "stale-revision"));
            patch(path, tag).then().statusCode(200).header("ETag", "\"2\"").body("revision", equalTo(2));
            patch(path, tag).then().spec(Problems.problem(412, "stale-revision"));
        }
    }

    @Test
    void listsFacetsAndFeedsAreNotSentAgainWhileTheyAreUnchanged() {
        String id = training.substring(training.lastIndexOf('/') + 1);
        for (String path : List.of(
                "/v1/trainings?family=CONCOURS&q=" + id,
                "/v1/trainings/facets?q=" + id,
                "/v1/trainings/changes?limit=1",
                "/v1/offerings?trainingId=" + id,
                "/v1/offerings/changes?limit=1")) {
            String tag = reader().get(path).then().statusCode(200).extract().header("ETag");
            reader().header("If-None-Match", tag)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .header("Cache-Control", "private, no-cache")
                    .body(blankOrNullString());
        }
        String path = "/v1/offerings?trainingId=" + id;
        String tag = reader().get(path).header("ETag");
        patch(offering, "*").then().statusCode(200);
        reader().header("If-None-Match", tag).get(path).then().statusCode(200);
    }

    @Test
    void theContractRequiresIfMatchWhereTheCodeDoes() {
        assertThat(IfMatchOperations.operations())
                .containsExactly("PATCH /v1/offerings/{id}", "PATCH /v1/trainings/{id}");
    }

    private static Response patch(String path, @Nullable String tag) {
        var request = manager().contentType(MERGE_PATCH);
        if (tag != null) {
            request.header("If-Match", tag);
        }
        boolean ofTraining = path.startsWith("/v1/trainings");
        return request.body(ofTraining ? "{\"title\": \"BTS (nouveau)\"}" : "{\"capacity\": 7}")
                .patch(path);
    }
}
