package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
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
            list(world.token(), "q", words).body("items.id", contains(id));
            list(officer, "q", words).body("items.id", contains(id));
        }
        for (String words : List.of("zo " + mark, "lyon " + mark, "anne 77 " + mark, "%_", "& | !")) {
            list(world.token(), "q", words).body("items", empty());
        }
        list(World.published().token(), "q", mark).body("items", empty());
        Api.as(officer)
                .get("/v1/enrollments?q=" + mark + "&partnerId=" + UUID.randomUUID())
                .then()
                .body("items", empty());
        Api.as(world.token())
                .get("/v1/enrollments?q=" + mark + "&state=CANCELLED")
                .then()
                .body("items", empty());
    }

    @Test
    void theSituationOfTodayIsFoundWithOrWithoutWords() {
        World world = World.published();
        String names = "\"familyName\":\"Bo %s\",\"givenNames\":\"Li\"".formatted(mark);
        String apprentice = enrolled(world, names, "", "\"apprentice\":true,\"priorityDistrict\":true");
        world.enrolled();

        for (String situation : List.of("APPRENTICE", "PRIORITY_DISTRICT")) {
            list(world.token(), "situation", situation).body("items.id", contains(apprentice));
            Api.as(officer)
                    .get("/v1/enrollments?q=li&situation=" + situation + "&partnerId=" + world.partner)
                    .then()
                    .body("items.id", contains(apprentice));
        }
        list(world.token(), "situation", "CIVIL_SERVANT").body("items", empty());
        World.execute(
                "update student set apprentice = false where id = (select student_id from enrollment where id = ?)",
                UUID.fromString(apprentice));
        list(world.token(), "situation", "APPRENTICE").body("items", empty());
        list(world.token(), "q", "apprentice").body("items", empty());
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
        String student = list(world.token(), "q", mark)
                .body("items.id", contains(id))
                .extract()
                .path("items[0].studentId");

        Api.as(officer).post("/v1/students/" + student + "/erasure").then().statusCode(200);

        list(world.token(), "q", mark).body("items", empty());
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
        list(world.token(), "q", "camille").body("items.id", containsInAnyOrder(first, foreign, second));
    }

    @Test
    void wordsAndSituationsNeedTheScopeOfStudents() {
        World world = World.published();
        String token = Tokens.partnerWithScopes(world.partner, "enrollments:read");

        for (String filter : List.of("q=camille", "situation=APPRENTICE")) {
            Api.as(token).get("/v1/enrollments?" + filter).then().spec(problem(403, "missing-scope"));
        }
        Api.as(token).get("/v1/enrollments?trainingId=" + world.training).then().statusCode(200);
    }

    @Test
    void aSearchOfOneLetterOrTooManyWordsIsRefused() {
        Api.as(officer).get("/v1/enrollments?q=a").then().spec(problem(400, "invalid-request"));
        Api.as(officer)
                .queryParam("q", "ab ".repeat(16))
                .get("/v1/enrollments")
                .then()
                .spec(problem(400, "invalid-request"));
    }
}
