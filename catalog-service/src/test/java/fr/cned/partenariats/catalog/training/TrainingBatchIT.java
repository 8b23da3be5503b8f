package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Creation of many trainings in one request. */
@CatalogIT
class TrainingBatchIT {

    @Test
    void aBatchIsPublishedInRequestOrderWithOneEventEach() {
        JsonPath answer = trainings(List.of(bts("BTS Yachting"), concours("Inspecteur des douanes")))
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(answer.getList("trainings.title", String.class))
                .containsExactly("BTS Yachting", "Inspecteur des douanes");
        assertThat(answer.getList("trainings.state", String.class)).containsOnly("PUBLISHED");
        for (String id : answer.getList("trainings.id", String.class)) {
            reader().get("/v1/trainings/" + id).then().statusCode(200);
            await().untilAsserted(() -> assertThat(TestTopics.read("catalog.trainings.v1", id))
                    .singleElement()
                    .satisfies(event -> assertThat(JsonPath.from(event.value()).getString("state"))
                            .isEqualTo("PUBLISHED")));
        }
        reader().get("/v1/trainings?q=yatching").then().body("items.title", contains("BTS Yachting"));
    }

    @Test
    void oneInvalidTrainingRefusesTheWholeBatch() {
        Map<String, Object> right = bts("BTS");
        Map<String, Object> taken = bts("BTS");
        String existing = draft(taken);

        trainings(List.of(right, with(bts("BTS"), "level", 6)))
                .statusCode(400)
                .body("errors.pointer", contains("/trainings/1/level"))
                .body("errors.code", contains("level-of-family"));
        trainings(List.of(right, with(bts("BTS"), "rncp", "x")))
                .statusCode(400)
                .body("errors.pointer", contains("/trainings/1/rncp"));
        trainings(List.of(right, taken))
                .statusCode(409)
                .body("code", equalTo("duplicate-training-code"))
                .body("existingId", equalTo(existing))
                .body("errors.pointer", contains("/trainings/1/code"));
        trainings(List.of(right, right))
                .statusCode(400)
                .body("errors.pointer", contains("/trainings/1/code"))
                .body("errors.code", contains("duplicate-training-code"));
        manager().get("/v1/trainings/by-code/" + right.get("code")).then().statusCode(404);
    }

    @Test
    void anEmptyOrTooLargeBatchIsRefused() {
        trainings(List.of()).statusCode(400).body("errors.pointer", contains("/trainings"));
        trainings(Stream.generate(() -> bts("BTS")).limit(101).toList())
                .statusCode(400)
                .body("errors.code", contains("out-of-range"));
    }

    @Test
    void anUnknownFieldOfABatchIsRefused() {
        manager()
                .body(Map.of("trainings", List.of(bts("BTS")), "publish", true))
                .post("/v1/trainings/batches")
                .then()
                .statusCode(400)
                .body("errors.code", contains("unknown-field"));
    }

    @Test
    void eachTrainingOfABatchHasItsOwnChangeNumber() {
        List<Map<String, Object>> batch =
                Stream.generate(() -> bts("BTS Lot")).limit(30).toList();
        List<String> ids = trainings(batch).statusCode(201).extract().jsonPath().getList("trainings.id", String.class);

        List<String> read = new ArrayList<>();
        String cursor = "";
        JsonPath changes;
        do {
            changes = reader().get("/v1/trainings/changes?limit=7" + cursor).jsonPath();
            read.addAll(changes.getList("items.id", String.class));
            cursor = "&cursor=" + changes.getString("next");
        } while (changes.getBoolean("more"));
        read.retainAll(ids);
        assertThat(read).isEqualTo(ids);
    }

    @Test
    void theNumberOfStatementsDoesNotGrowWithTheBatch() {
        Map<String, Long> counted = SqlCount.least(
                () -> trainings(Stream.generate(() -> bts("BTS Lot")).limit(50).toList())
                        .statusCode(201));
        // PostgreSQL counts each row of a JDBC batch as one statement.
        assertThat(counted.entrySet().stream().filter(s -> !s.getKey().startsWith("insert into training (")))
                .allSatisfy(statement -> assertThat(statement.getValue()).isEqualTo(1))
                .hasSizeLessThanOrEqualTo(SqlCount.SCOPE + 4);
    }

    private static ValidatableResponse trainings(List<Map<String, Object>> trainings) {
        return manager()
                .body(Map.of("trainings", trainings))
                .post("/v1/trainings/batches")
                .then();
    }
}
