package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists of enrollments by words, by the situation of the student and by training. */
@EnrollmentIT
class EnrollmentSearchIT {

    private final String officer = Tokens.withRole("enrollment-officer");

    /** A word that no other test uses. */
    private final String mark = World.ine().toLowerCase(Locale.ROOT);

    private String enrolled(World world, String names, String more, String situation) {
        return world.enroll("""
                {%s"agreementId":"%s","offeringId":"%s","student":{%s,"birthDate":"2004-05-06","birthPlace":"Quimperlé",
                 "reference":"S-%s","situation":{%s}}}""".formatted(more, world.agreement, world.offering, names, mark, situation))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse list(String token, String name, String value) {
        return Api.as(token)
                .queryParam(name, value)
                .get("/v1/enrollments")
                .then()
                .statusCode(200);
    }

    @Test
    void wordsOfNamesAndReferencesAreFoundInAnyOrder() {
        World world = World.published();
        String id = enrolled(
                world,
                "\"familyName\":\"Œuvrard-Lê\",\"givenNames\":\"Zoé Anne\"",
                "\"reference\":\"E/%s 77\",".formatted(mark),
                "");
        world.enrolled();

        for (String words : List.of(
                "zoe " + mark,
                mark + " le OEUVRARD",
                "anne œuv s-" + mark,
                "77 e " + mark,
                "E/" + mark.substring(0, 9))) {
            found(world.token(), words).body("items.id", contains(id));
            found(officer, words).body("items.id", contains(id));
        }
        for (String words : List.of("zo " + mark, "lyon " + mark, "anne 77 " + mark, "%_", "& | !")) {
            found(world.token(), words).body("items", empty());
        }
        found(World.published().token(), mark).body("items", empty());
        search(officer, mark, "?partnerId=" + UUID.randomUUID())
                .then()
                .statusCode(200)
                .body("items", empty());
        search(world.token(), mark, "?state=CANCELLED").then().statusCode(200).body("items", empty());
    }

    /** Who searched: no word. */
    @Test
    void aSearchLeavesAnAuditEntryWithoutWords() {
        World world = World.published();
        enrolled(world, "\"familyName\":\"Bo\",\"givenNames\":\"Li\"", "", "");
        found(world.token(), mark);

        String ofPartner = "items.findAll { it.tenant == '" + world.partner + "' }";
        String entries = Api.as(officer)
                .get("/v1/audit/enrollment?objectType=enrollment-search&limit=100")
                .then()
                .statusCode(200)
                .body(ofPartner + ".operation", contains("searchEnrollments"))
                .body(ofPartner + "[0].changedFields", contains("words", "results:1"))
                .extract()
                .asString();
        assertThat(entries).doesNotContain(mark);
    }

    /** Proxies log addresses. */
    @Test
    void anAddressTakesNoWords() {
        Api.as(officer).get("/v1/enrollments?q=camille").then().spec(problem(400, "unknown-parameter"));
    }

    @Test
    void theSituationOfTodayIsFoundWithOrWithoutWords() {
        World world = World.published();
        String names = "\"familyName\":\"Bo %s\",\"givenNames\":\"Li\"".formatted(mark);
        String apprentice = enrolled(world, names, "", "\"apprentice\":true,\"priorityDistrict\":true");
        world.enrolled();

        for (String situation : List.of("APPRENTICE", "PRIORITY_DISTRICT")) {
            list(world.token(), "situation", situation).body("items.id", contains(apprentice));
            search(officer, "li", "?situation=" + situation + "&partnerId=" + world.partner)
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(apprentice));
        }
        list(world.token(), "situation", "CIVIL_SERVANT").body("items", empty());
        World.execute(
                "update student set apprentice = false where id = (select student_id from enrollment where id = ?)",
                UUID.fromString(apprentice));
        list(world.token(), "situation", "APPRENTICE").body("items", empty());
        found(world.token(), "apprentice").body("items", empty());
    }

    @Test
    void anErasedStudentIsNotFound() {
        World world = World.published();
        String id = enrolled(world, "\"familyName\":\"Bo\",\"givenNames\":\"Li\"", "", "\"apprentice\":true");
        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
        String student = found(world.token(), mark)
                .body("items.id", contains(id))
                .extract()
                .path("items[0].studentId");

        Api.as(officer).post("/v1/students/" + student + "/erasure").then().statusCode(200);

        found(world.token(), mark).body("items", empty());
        list(world.token(), "situation", "APPRENTICE").body("items", empty());
    }

    @Test
    void theEnrollmentsOfATrainingFollowEachOtherOverItsOfferings() {
        World world = World.published();
        World other = World.sharingPartnerOf(world).publish();
        String first = world.enrolled();
        String foreign = other.enrolled();
        String second = world.enrolled();

        for (String token : List.of(world.token(), officer)) {
            list(token, "trainingId", world.training.toString()).body("items.id", contains(first, second));
            list(token, "trainingId", other.training.toString()).body("items.id", contains(foreign));
            list(token, "trainingId", UUID.randomUUID().toString()).body("items", empty());
            String list = "/v1/enrollments?limit=1&trainingId=" + world.training;
            String next = Api.as(token)
                    .get(list)
                    .then()
                    .body("items.id", contains(first))
                    .extract()
                    .path("next");
            Api.as(token).get(list + "&cursor=" + next).then().body("items.id", contains(second));
            Api.as(token)
                    .get(list + "&state=CANCELLED&academicYear=2026-2027")
                    .then()
                    .body("items", empty());
        }
        Api.as(world.token())
                .get("/v1/enrollments?trainingId=" + world.training + "&agreementId=" + other.agreement)
                .then()
                .body("items", empty());
        found(world.token(), "camille").body("items.id", containsInAnyOrder(first, foreign, second));
    }

    @Test
    void wordsAndSituationsNeedTheScopeOfStudents() {
        World world = World.published();
        String token = Tokens.partnerWithScopes(world.partner, "enrollments:read");

        search(token, "camille", "").then().spec(problem(403, "missing-scope"));
        Api.as(token).get("/v1/enrollments?situation=APPRENTICE").then().spec(problem(403, "missing-scope"));
        Api.as(token).get("/v1/enrollments?trainingId=" + world.training).then().statusCode(200);
    }

    @Test
    void aSearchOfOneLetterOrTooManyWordsIsRefused() {
        search(officer, "a", "").then().spec(invalid("/words", "out-of-range"));
        search(officer, "ab ".repeat(16), "").then().spec(invalid("/words", "out-of-range"));
        search(officer, "   ", "").then().spec(invalid("/words", "required"));
        Api.as(officer).body("{}").post("/v1/enrollments/searches").then().spec(invalid("/words", "required"));
    }

    @Test
    void pagesOfASearchFollowEachOther() {
        World world = World.published();
        String first = enrolledAs(world, "Zoé " + mark);
        String second = enrolledAs(world, "Li " + mark);
        String next = search(world.token(), mark, "?limit=1")
                .then()
                .statusCode(200)
                .body("items.id", contains(first))
                .extract()
                .path("next");

        search(world.token(), mark, "?limit=1&cursor=" + next).then().body("items.id", contains(second));
        search(world.token(), mark + " li", "?cursor=" + next).then().spec(problem(400, "invalid-cursor"));
    }

    private static String enrolledAs(World world, String givenNames) {
        return world.enroll(world.request("").replace("\"Camille\"", "\"" + givenNames + "\""))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse found(String token, String words) {
        return search(token, words, "").then().statusCode(200);
    }

    private static Response search(String token, String words, String query) {
        return Api.as(token).body(Map.of("words", words)).post("/v1/enrollments/searches" + query);
    }
}
