package fr.cned.partenariats.enrollment.oeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OeapiContract;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Enrolls students by the Open Education API, and records what it can change. */
@EnrollmentIT
class OeapiWritesIT {

    private static final String PATH = "/oeapi/v6/programme-offering-associations/";

    private static String officer() {
        return Tokens.withRole("enrollment-officer");
    }

    private static String body(World world, UUID id, String student) {
        return body(world, id, student, "");
    }

    /** @param more more members; each ends with a comma */
    private static String body(World world, UUID id, String student, String more) {
        return """
                {%s"associationId":"%s","role":"student","state":"pending","programmeOfferingId":"%s","personId":"%s",
                 "consumer":{"consumerKey":"x-cned","agreementId":"%s"}}""".formatted(more, id, world.offering, student, world.agreement);
    }

    private static Response put(String token, UUID id, String body) {
        return Api.as(token).body(body).put(PATH + id);
    }

    /** A repetition changes nothing, so it has no audit entry. */
    private static Response repeat(String token, UUID id, String body) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .body(body)
                .put(PATH + id);
    }

    private static Response patch(String token, String id, String body) {
        return Api.as(token)
                .contentType("application/merge-patch+json")
                .body(body)
                .patch(PATH + id);
    }

    private static String result(String state, String score, String unit, int value) {
        return """
                {"result":{"state":"%s","resultDateTime":"%sT10:00:00+01:00","pass":"passed","score":"%s",
                 "studyLoad":{"studyLoadUnit":"%s","value":%d}}}""".formatted(state, World.today().minusDays(2), score, unit, value);
    }

    private static long enrollments(World world) {
        return World.number("select count(*) from enrollment where offering_id = ?", world.offering);
    }

    @Test
    void theSameRequestTwiceIsOneEnrollment() {
        World world = World.published();
        UUID id = UUID.randomUUID();
        String body = body(world, id, world.registeredStudent(), "\"remoteState\":\"associated\",");

        put(world.token(), id, body)
                .then()
                .statusCode(201)
                .body("associationId", equalTo(id.toString()))
                .body("state", equalTo("associated"));
        repeat(world.token(), id, body).then().statusCode(200).body("state", equalTo("associated"));

        assertThat(enrollments(world)).isEqualTo(1);
        assertThat(world.place()).containsEntry("used", 1L);
        Response read = Api.as(world.token()).get(PATH + id);
        OeapiContract.assertValid("/programme-offering-associations/{programmeOfferingAssociationId}", read);
        read.then().body("remoteState", equalTo("associated"));
        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .statusCode(200)
                .body("remoteState", equalTo("ASSOCIATED"))
                .body("history.remoteState", contains(nullValue(), equalTo("ASSOCIATED")));
    }

    @Test
    void manyAtOnceAreOneEnrollment() {
        World world = World.published();
        UUID id = UUID.randomUUID();
        String body = body(world, id, world.registeredStudent());

        List<Integer> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> repeat(world.token(), id, body).statusCode()))
                .limit(6)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses)
                .containsOnlyOnce(201)
                .allMatch(status -> List.of(200, 201, 409).contains(status));
        assertThat(enrollments(world)).isEqualTo(1);
    }

    @Test
    void aRepetitionCanChangeTheRemoteStateOnly() {
        World world = World.published();
        UUID id = UUID.randomUUID();
        String student = world.registeredStudent();
        put(world.token(), id, body(world, id, student)).then().statusCode(201);

        put(world.token(), id, body(world, id, student, "\"remoteState\":\"pending\","))
                .then()
                .statusCode(200);
        Api.as(world.token()).get(PATH + id).then().body("remoteState", equalTo("pending"));
        put(world.token(), id, body(world, id, world.registeredStudent()))
                .then()
                .statusCode(409)
                .body("code", equalTo("association-differs"));
        String referenced = body(world, id, student).replace("x-cned\"", "x-cned\",\"reference\":\"R-2\"");
        put(world.token(), id, referenced).then().statusCode(409).body("code", equalTo("association-differs"));
        put(world.token(), id, body(world, UUID.randomUUID(), student))
                .then()
                .statusCode(409)
                .body("code", equalTo("association-differs"));
        assertThat(enrollments(world)).isEqualTo(1);
    }

    @Test
    void aStudentIsQueuedWhenTheOfferingIsFull() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 1;
        world.publish();
        world.enrolled();
        UUID id = UUID.randomUUID();

        put(world.token(), id, body(world, id, world.registeredStudent()))
                .then()
                .statusCode(201)
                .body("state", equalTo("queued"));
        UUID other = UUID.randomUUID();
        Response refused = put(world.token(), other, body(world, other, world.registeredStudent()));
        refused.then().statusCode(409).body("code", equalTo("waiting-list-full"));
        OeapiContract.assertValidProblem(refused);
    }

    @Test
    void anIdOfAnotherPartnerIsNotFound() {
        World world = World.published();
        UUID id = UUID.fromString(world.enrolled());
        World stranger = World.published();

        Response put = put(stranger.token(), id, body(stranger, id, stranger.registeredStudent()));
        put.then().statusCode(404).body("code", equalTo("not-found"));
        patch(stranger.token(), id.toString(), "{\"remoteState\":\"associated\"}")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        assertThat(enrollments(stranger)).isZero();
    }

    @Test
    void aStudentOfAnotherPartnerIsNotFoundByItsFieldOfTheStandard() {
        World world = World.published();
        String student = World.published().registeredStudent();
        UUID id = UUID.randomUUID();

        put(world.token(), id, body(world, id, student))
                .then()
                .statusCode(404)
                .body("errors.pointer", contains("/personId"));
    }

    @Test
    void aRefusalPointsToTheFieldsOfTheStandard() {
        World world = World.published();
        UUID id = UUID.randomUUID();
        String body = body(world, id, world.registeredStudent());
        String unknown = UUID.randomUUID().toString();

        put(world.token(), id, body.replace(world.offering.toString(), unknown))
                .then()
                .statusCode(404)
                .body("errors.pointer", contains("/programmeOfferingId"));
        put(world.token(), id, body.replace(world.agreement.toString(), unknown))
                .then()
                .statusCode(404)
                .body("errors.pointer", contains("/consumer/agreementId"));
        assertThat(enrollments(world)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"roles\":[],                 | unknown-field | /roles",
                "\"remoteState\":\"gone\",     | invalid-value | /remoteState",
                "\"result\":{},                | unknown-field | /result",
            })
    void aWrongFieldIsRefused(String more, String code, String pointer) {
        World world = World.published();
        UUID id = UUID.randomUUID();

        Response refused =
                put(world.token(), id, body(world, id, UUID.randomUUID().toString(), more));

        refused.then().statusCode(400).body("errors.code", contains(code)).body("errors.pointer", contains(pointer));
        OeapiContract.assertValidProblem(refused);
        assertThat(enrollments(world)).isZero();
    }

    @Test
    void anotherVersionIsNotAcceptable() {
        World world = World.published();
        UUID id = UUID.randomUUID();
        Api.as(world.token())
                .accept("application/vnd.oeapi+json;version=5.0")
                .body(body(world, id, world.registeredStudent()))
                .put(PATH + id)
                .then()
                .statusCode(406)
                .body("code", equalTo("version-not-acceptable"));
        assertThat(enrollments(world)).isZero();
    }

    /** Some programs send it for an id that they forgot to set. It is no id of an enrollment. */
    @Test
    void theNilUuidIsNoId() {
        World world = World.published();
        UUID nil = new UUID(0, 0);
        put(world.token(), nil, body(world, nil, world.registeredStudent()))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/associationId"))
                .body("errors[0].code", equalTo("required"));
        assertThat(enrollments(world)).isZero();
    }

    @Test
    void theRemoteStateIsRecorded() {
        World world = World.published();
        String id = world.enrolled();

        Response answer = patch(world.token(), id, "{\"remoteState\":\"denied\"}");

        answer.then().statusCode(200).body("associationId", equalTo(id)).body("state", equalTo("associated"));
        Api.as(world.token()).get(PATH + id).then().body("remoteState", equalTo("denied"));
        patch(world.token(), id, "{\"state\":\"cancelled\"}")
                .then()
                .statusCode(400)
                .body("errors.code", contains("unknown-field"));
        Api.as(world.token())
                .body("{\"remoteState\":\"denied\"}")
                .patch(PATH + id)
                .then()
                .statusCode(415);
    }

    @Test
    void anOfficerRecordsAndCorrectsTheResult() {
        World world = Weeks.started();
        world.publish();
        String id = world.enrolled();
        ScheduledChanges.run();
        String result = result("completed", "13.5", "ects", 60);

        patch(world.token(), id, result).then().statusCode(403).body("code", equalTo("forbidden"));
        patch(officer(), id, result).then().statusCode(200).body("state", equalTo("finished"));
        Response read = Api.as(world.token()).get(PATH + id);
        OeapiContract.assertValid("/programme-offering-associations/{programmeOfferingAssociationId}", read);
        read.then().body("result.score", equalTo("13.50")).body("result.studyLoad.value", equalTo(60));

        patch(officer(), id, "{\"result\":{\"score\":\"14\",\"studyLoad\":{\"studyLoadUnit\":\"hour\",\"value\":640}}}")
                .then()
                .statusCode(200);
        Api.as(officer())
                .get("/v1/enrollments/" + id)
                .then()
                .body("result.state", equalTo("PASSED"))
                .body("result.score", equalTo(14.0f))
                .body("result.decidedOn", equalTo(World.today().minusDays(2).toString()))
                .body("result.ects", equalTo(60))
                .body("result.hours", equalTo(640));
        patch(world.token(), id, "{\"remoteState\":\"associated\"}").then().statusCode(200);
        patch(officer(), id, "{\"result\":null}").then().statusCode(400).body("errors.pointer", contains("/result"));
    }

    @ParameterizedTest
    @CsvSource({
        "in_progress, 13.5, ects,  60, /result/state",
        "completed,     21, ects,  60, /result/score",
        "completed,   13.5, ects, 601, /result/studyLoad/value",
        "completed,   13.5,  sbu,  60, /result/studyLoad/studyLoadUnit",
    })
    void aWrongResultIsRefused(String state, String score, String unit, int value, String pointer) {
        World world = Weeks.started();
        world.publish();
        String id = world.enrolled();
        ScheduledChanges.run();

        Response refused = patch(officer(), id, result(state, score, unit, value));

        refused.then().statusCode(400).body("errors.pointer", contains(pointer));
        OeapiContract.assertValidProblem(refused);
    }

    @Test
    void aDecisionOfTomorrowIsRefused() {
        World world = Weeks.started();
        world.publish();
        String id = world.enrolled();
        ScheduledChanges.run();
        String before = World.today().minusDays(2).toString();
        String later = World.today().plusDays(1).toString();

        patch(officer(), id, result("completed", "13.5", "ects", 60).replace(before, later))
                .then()
                .statusCode(409)
                .body("errors.pointer", contains("/result/resultDateTime"));
    }
}
