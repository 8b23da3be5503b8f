package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes of other systems, and the state of an enrollment in the partner's own one. */
@EnrollmentIT
class OtherSystemsIT {

    private static final String OFFICE = Tokens.withRole("enrollment-officer");

    /** A word that no other test uses. */
    private final String mark = World.ine().toLowerCase(Locale.ROOT);

    private World world;
    private String id;

    @BeforeEach
    void anEnrollment() {
        world = World.published();
        id = world.enrolled();
    }

    private Response patched(String token, int revision, String patch) {
        return Api.as(token)
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"" + revision + "\"")
                .body(patch.replace('\'', '"'))
                .patch("/v1/enrollments/" + id);
    }

    private static ValidatableResponse found(String token, String words) {
        return Api.as(token)
                .body(Map.of("words", words))
                .post("/v1/enrollments/searches")
                .then()
                .statusCode(200);
    }

    private static JsonPath lastEvent(String id) {
        List<TestTopics.Message> events = TestTopics.read("enrollment.enrollments.v1", id);
        assertThat(events).isNotEmpty();
        String last = events.get(events.size() - 1).value();
        assertThat(Schemas.faults("contract/events/enrollment-changed.v1", last))
                .isEmpty();
        return JsonPath.from(last);
    }

    @Test
    void codesAndTheStateOfThePartnerAreShownAndTold() {
        String codes = "{'otherCodes':[{'type':'moodle','value':'U-" + mark + "'},{'type':'x-erp','value':'4711'}]}";

        patched(world.token(), 0, codes)
                .then()
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"))
                .body("otherCodes.type", contains("moodle", "x-erp"))
                .body("remoteState", nullValue());
        patched(OFFICE, 1, "{'remoteState':'ASSOCIATED'}")
                .then()
                .statusCode(200)
                .body("otherCodes.value", contains("U-" + mark, "4711"))
                .body("history[1].remoteState", equalTo("ASSOCIATED"));

        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("revision", equalTo(2))
                .body("remoteState", equalTo("ASSOCIATED"))
                .body("history[1].by", equalTo("Cned"));
        await().untilAsserted(
                        () -> assertThat(lastEvent(id).getString("remoteState")).isEqualTo("ASSOCIATED"));
        assertThat(lastEvent(id).getList("otherCodes.value", String.class)).containsExactly("U-" + mark, "4711");
        Api.as(OFFICE)
                .get("/v1/audit/enrollment?objectType=enrollment&objectId=" + id)
                .then()
                .body("items[0].changedFields", hasItem("remoteState"));
        patched(world.token(), 2, "{'remoteState':null,'otherCodes':null}")
                .then()
                .statusCode(200)
                .body("otherCodes", nullValue())
                .body("remoteState", nullValue());
    }

    @Test
    void aCodeIsFoundByASearchOfItsPartnerUntilTheErasure() {
        patched(world.token(), 0, "{'otherCodes':[{'type':'moodle','value':'U-" + mark + " b'}]}")
                .then()
                .statusCode(200);

        found(world.token(), "u " + mark.substring(0, 9)).body("items.id", contains(id));
        found(OFFICE, mark).body("items.id", contains(id));
        found(World.published().token(), mark).body("items", empty());
        found(world.token(), "moodle").body("items", empty());

        String student = Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .path("studentId");
        Api.as(OFFICE).post("/v1/students/" + student + "/erasure").then().statusCode(200);
        found(OFFICE, mark).body("items", empty());
        int revision = Api.as(OFFICE)
                .get("/v1/enrollments/" + id)
                .then()
                .body("otherCodes", nullValue())
                .extract()
                .path("revision");
        patched(OFFICE, revision, "{'remoteState':'QUEUED'}").then().spec(problem(409, "student-erased"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'remoteState':'GONE'}                             | /remoteState        | wrong-type",
                "{'otherCodes':[{'type':'Moodle','value':'1'}]}     | /otherCodes/0/type  | invalid-value",
                "{'otherCodes':[{'type':'moodle'}]}                 | /otherCodes/0/value | required",
                "{'otherCodes':[{'type':'moodle','value':' x'}]}    | /otherCodes/0/value | invalid-reference",
                "{'otherCodes':[null]}                              | /otherCodes/0       | required",
                "{'state':'CANCELLED'}                              | /state              | unknown-field"
            })
    void anInvalidChangeIsRefused(String patch, String pointer, String code) {
        patched(world.token(), 0, patch)
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(pointer))
                .body("errors.code", contains(code));
    }

    @Test
    void anEnrollmentHasAtMostTenCodes() {
        StringBuilder codes = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            codes.append(i == 0 ? "" : ",")
                    .append("{'type':'moodle','value':'")
                    .append(i)
                    .append("'}");
        }

        patched(world.token(), 0, "{'otherCodes':[" + codes + "]}")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/otherCodes"))
                .body("errors.code", contains("out-of-range"));
    }

    @Test
    void aFileSetsTheCodeOfATypeAndTheState() {
        assertThat(outcome("QUEUED", "U-1")).isEqualTo("ACCEPTED");
        assertThat(outcome("QUEUED", "U-1")).isEqualTo("REPEATED");
        assertThat(outcome("ASSOCIATED", "U-2")).isEqualTo("ACCEPTED");

        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("otherCodes.value", contains("U-2"))
                .body("remoteState", equalTo("ASSOCIATED"))
                .body("history[1].remoteState", equalTo("QUEUED"))
                .body("history[2].remoteState", equalTo("ASSOCIATED"));
    }

    private String outcome(String state, String code) {
        String row = "{\"enrollmentId\":\"%s\",\"action\":\"OTHER_SYSTEM\",\"remoteState\":\"%s\","
                + "\"otherCodeType\":\"moodle\",\"otherCode\":\"%s\"}";
        return World.sendLines(
                        world.token(),
                        UUID.randomUUID().toString(),
                        "/v1/imports/changes",
                        row.formatted(id, state, code))
                .then()
                .statusCode(200)
                .extract()
                .path("rows[0].outcome");
    }
}
