package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.givenSpace;
import static fr.cned.partenariats.parking.Parking.newLabel;
import static fr.cned.partenariats.parking.Parking.space;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags, and merge patches that need them. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ConditionalRequestIT {

    @Inject
    MergePatch patches;

    @Inject
    ObjectMapper json;

    private static ValidatableResponse patch(String id, String tag, String patch) {
        return warden().contentType("application/merge-patch+json")
                .header("If-Match", tag)
                .body(patch)
                .patch("/v1/spaces/" + id)
                .then();
    }

    @Test
    void aCreatedResourceHasATagAndALocationWithoutHost() {
        warden().body(space(newLabel()))
                .post("/v1/spaces")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .header("Location", matchesPattern("/v1/spaces/[0-9a-f-]{36}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "W/\"0\"", "*", "\"7\", \"0\""})
    void aReadWithTheCurrentTagIs304(String tags) {
        String body = warden().header("If-None-Match", tags)
                .get("/v1/spaces/" + givenSpace())
                .then()
                .statusCode(304)
                .header("ETag", "\"0\"")
                .extract()
                .asString();
        assertThat(body).isEmpty();
    }

    @Test
    void aReadWithAnotherTagIs200() {
        warden().header("If-None-Match", "\"1\"")
                .get("/v1/spaces/" + givenSpace())
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("revision", equalTo(0));
    }

    @Test
    void aHeadRequestIsConditionalToo() {
        String id = givenSpace();
        warden().head("/v1/spaces/" + id).then().statusCode(200).header("ETag", "\"0\"");
        warden().header("If-None-Match", "\"0\"")
                .head("/v1/spaces/" + id)
                .then()
                .statusCode(304)
                .header("ETag", "\"0\"");
    }

    @Test
    void aListHasAWeakTagOfItsContent() {
        givenSpace();
        String path = "/v1/spaces?limit=1&kind=CAR";
        Response list = warden().get(path);
        String tag = list.header("ETag");
        assertThat(tag).matches("W/\"[\\w-]{22}\"");
        assertThat(list.contentType())
                .isEqualTo(
                        warden().get("/v1/spaces/" + list.path("items[0].id")).contentType());
        for (String known : List.of(tag, tag.substring(2), "\"x\", " + tag, "*")) {
            Response unchanged = warden().header("If-None-Match", known).get(path);
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(unchanged.header("ETag")).isEqualTo(tag);
            assertThat(unchanged.asByteArray()).isEmpty();
        }
        assertThat(warden().header("If-None-Match", tag).head(path).statusCode())
                .isEqualTo(304);
        assertThat(warden().get("/v1/spaces?limit=2&kind=CAR").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void aChangedItemChangesTheTagOfTheList() {
        String path = "/v1/spaces?limit=100";
        String id = warden().get(path).path("items[0].id");
        String tag = warden().get(path).header("ETag");
        patch(id, "*", "{\"note\":\"" + UUID.randomUUID() + "\"}").statusCode(200);
        warden().header("If-None-Match", tag).get(path).then().statusCode(200).header("ETag", not(tag));
    }

    @Test
    void aRefusedListHasNoTagAndIsNeverNotModified() {
        warden().header("If-None-Match", "*")
                .get("/v1/spaces?limit=0")
                .then()
                .spec(problem(400, "limit-out-of-range"))
                .header("ETag", nullValue());
    }

    /** The tag describes the stored representation: a refusal has none. */
    @Test
    void aRefusalHasNoTag() {
        warden().get("/v1/spaces/" + UUID.randomUUID())
                .then()
                .spec(problem(404, "not-found"))
                .header("ETag", nullValue());
    }

    @Test
    void aReplayedCreationHasTheTagOfTheFirstAnswer() {
        String key = UUID.randomUUID().toString();
        String body = space(newLabel());
        for (String replayed : new @Nullable String[] {null, "true"}) {
            warden().header("Idempotency-Key", key)
                    .header("If-None-Match", "\"0\"")
                    .body(body)
                    .post("/v1/spaces")
                    .then()
                    .statusCode(201)
                    .header("Idempotency-Replayed", equalTo(replayed))
                    .header("ETag", "\"0\"");
        }
    }

    @Test
    void aChangeWithoutIfMatchIs428() {
        warden().contentType("application/merge-patch+json")
                .body("{\"floor\":2}")
                .patch("/v1/spaces/" + givenSpace())
                .then()
                .spec(problem(428, "missing-if-match"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "0", "W/\"0\"", "\"\"", "\"1\", \"2\"", "\"1-0\"", "\"00\""})
    void aChangeOfAnotherRevisionIs412AndNamesTheCurrentOne(String tag) {
        String id = givenSpace();
        patch(id, tag, "{\"floor\":2}").spec(problem(412, "stale-revision")).body("detail", containsString("\"0\""));
        warden().get("/v1/spaces/" + id).then().body("floor", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"0-7\"", "*", "\"7\", \"0\""})
    void aChangeOfThisRevisionMakesTheNext(String tags) {
        patch(givenSpace(), tags, "{\"floor\":2}")
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("floor", equalTo(2))
                .body("kind", equalTo("CAR"));
    }

    @Test
    void oneOfTwoConcurrentChangesOfOneRevisionSucceeds() throws Exception {
        String id = givenSpace();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Callable<Integer> change =
                    () -> patch(id, "\"0\"", "{\"floor\":2}").extract().statusCode();
            List<Integer> statuses = Stream.of(pool.submit(change), pool.submit(change))
                    .map(f -> {
                        try {
                            return f.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .sorted()
                    .toList();
            assertThat(statuses.get(0)).isEqualTo(200);
            assertThat(statuses.get(1)).isIn(409, 412);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void nullRemovesAndObjectsAreMerged() {
        String id = givenSpace();
        patch(id, "\"0\"", "{\"note\":\"dry\",\"size\":{\"length\":5,\"width\":2}}")
                .statusCode(200);
        patch(id, "\"1\"", "{\"note\":null,\"size\":{\"width\":3}}")
                .statusCode(200)
                .body("$", not(hasKey("note")))
                .body("size.length", equalTo(5))
                .body("size.width", equalTo(3));
        patch(id, "\"2\"", "{\"size\":null}").statusCode(200).body("$", not(hasKey("size")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"colour":"red"}           | /colour      | unknown-field
            {"id":"1"}                 | /id          | unknown-field
            {"size":{"length":5,"depth":1}} | /size/depth  | unknown-field
            {"floor":"two"}            | /floor       | wrong-type
            {"floor":null}             | /floor       | required
            {"kind":"TRAIN"}           | /kind        | wrong-type
            {"label":""}               | /label       | required
            {"kind":null}              | /kind        | required
            {"floor":51}               | /floor       | out-of-range
            {"size":{"length":-1}}     | /size/length | out-of-range
            {"size":{"width":1}}       | /size/length | required
            {"note":"a\\u0000"}        | /note        | invalid-text
            {"floor":1e-400}           | /floor       | wrong-type
            {"kind":"CAR "}            | /kind        | wrong-type
            {"label":"\\u00a0"}        | /label       | required
            []                         |              | wrong-type
            "text"                     |              | wrong-type
            null                       |              | wrong-type
            """)
    void aPatchIsAsStrictAsAFullRequest(String patch, String pointer, String code) {
        String id = givenSpace();
        patch(id, "\"0\"", patch).spec(invalid(pointer == null ? "" : pointer, code));
        warden().get("/v1/spaces/" + id).then().header("ETag", "\"0\"");
    }

    record Price(@Nullable BigDecimal amount) {}

    /** Read as a double it would become 0, a valid price. */
    @Test
    void aNumberTooSmallToComputeWithIsRefusedInAPatch() throws Exception {
        assertThatThrownBy(() ->
                        patches.apply(new Price(BigDecimal.ONE), json.readTree("{\"amount\":1e-400}"), Price.class))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.violations())
                                .extracting(Violation::pointer, Violation::code)
                                .containsExactly(tuple("/amount", "out-of-range")));
        assertThat(patches.apply(new Price(null), json.readTree("{\"amount\":0.10}"), Price.class)
                        .amount())
                .isEqualTo("0.10");
    }

    @Test
    void aPatchOfTooManyValuesIsRefused() {
        patch(givenSpace(), "\"0\"", "{\"note\":[" + "[],".repeat(20_000) + "[]]}")
                .spec(invalid("", "out-of-range"))
                .body("errors[0].detail", containsString("5000"));
    }

    @Test
    void aPatchThatIsNoJsonIsMalformed() {
        patch(givenSpace(), "\"0\"", "{").spec(problem(400, "malformed-json"));
    }
}
