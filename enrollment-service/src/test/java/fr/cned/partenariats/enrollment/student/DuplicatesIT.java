package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Possible duplicates of students across partners. */
@EnrollmentIT
class DuplicatesIT {

    private final String ine = World.ine();
    private final String name = "Lefèvre " + ine;

    @Test
    void studentsWithTheSameIneOrIdentityAreReportedAcrossPartners() {
        String first = registered("{\"familyName\":\"" + name
                + "\",\"givenNames\":\"Zoé\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Quimperlé\",\"ine\":\"" + ine
                + "\"}");
        String both = registered("{\"familyName\":\"" + name.replace("è", "E")
                + "\",\"givenNames\":\"ZOE\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"quimperle\",\"ine\":\"" + ine
                + "\"}");
        String married = registered(
                "{\"familyName\":\"Autre\",\"givenNames\":\"Zoé\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Quimperlé\",\"ine\":\""
                        + ine + "\"}");
        String named = registered("{\"familyName\":\"" + name
                + "\",\"givenNames\":\"Zoé\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Quimperlé\"}");
        String twin = registered("{\"familyName\":\"" + name
                + "\",\"givenNames\":\"Léa\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Quimperlé\"}");

        officer()
                .get("/v1/students/" + first + "/possible-duplicates")
                .then()
                .statusCode(200)
                .body("items.student.id", contains(both, married, named))
                .body("items[0].reasons", contains("SAME_INE", "SAME_IDENTITY"))
                .body("items[1].reasons", contains("SAME_INE"))
                .body("items[2].reasons", contains("SAME_IDENTITY"));
        officer().get("/v1/students/" + twin + "/possible-duplicates").then().body("items", hasSize(0));
        assertThat(all()).contains(first, both, married, named).doesNotContain(twin);
    }

    @Test
    void givenNamesOfWhichOneContainsTheOtherArePossibleDuplicates() {
        String body = "{\"familyName\":\"" + name
                + "\",\"givenNames\":\"%s\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Quimperlé\"}";
        String one = registered(body.formatted("Marie-Jeanne"));
        String longer = registered(body.formatted("Marie-Jeanne Anne"));
        String second = registered(body.formatted("anne"));
        String twin = registered(body.formatted("Paul"));

        officer()
                .get("/v1/students/" + longer + "/possible-duplicates")
                .then()
                .body("items.student.id", contains(one, second))
                .body("items[0].reasons", contains("SAME_IDENTITY"));
        officer() // the names are compared without spaces and hyphens, so "Jeanne" contains "anne"
                .get("/v1/students/" + one + "/possible-duplicates")
                .then()
                .body("items.student.id", contains(longer, second));
        assertThat(all()).contains(one, longer, second).doesNotContain(twin);
        assertThat(PossibleDuplicates.wrong()).isZero();
        officer() // the names differ, so a merge says why
                .body("{\"mergedStudentId\":\"" + one + "\"}")
                .post("/v1/students/" + longer + "/merges")
                .then()
                .spec(invalid("/reason", "merge-reason-required"));
    }

    @Test
    void duplicatesComeInPages() {
        String first = registered(student());
        String second = registered(student());
        String third = registered(student());

        Response page = officer().get("/v1/students/" + first + "/possible-duplicates?limit=1");
        page.then().body("items.student.id", contains(second));
        String cursor = page.path("next");
        officer()
                .get("/v1/students/" + first + "/possible-duplicates?limit=1&cursor=" + cursor)
                .then()
                .body("items.student.id", contains(third))
                .body("next", equalTo(null));
        officer()
                .get("/v1/students/" + second + "/possible-duplicates?limit=1&cursor=" + cursor)
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    @Test
    void anUnknownStudentIsNotFound() {
        officer()
                .get("/v1/students/" + UUID.randomUUID() + "/possible-duplicates")
                .then()
                .spec(problem(404, "not-found"));
    }

    private String student() {
        return "{\"familyName\":\"" + name
                + "\",\"givenNames\":\"Zoé\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Quimperlé\",\"ine\":\"" + ine
                + "\"}";
    }

    /** Registers each student for another partner: one partner cannot register an INE twice. */
    private static String registered(String student) {
        Response answer =
                Api.as(Tokens.partner(UUID.randomUUID())).body(student).post("/v1/students");
        answer.then().statusCode(201);
        return answer.path("id");
    }

    private static List<String> all() {
        List<String> ids = new ArrayList<>();
        String query = "?limit=2";
        while (query != null) {
            Response page = officer().get("/v1/students/duplicates" + query);
            page.then().statusCode(200);
            ids.addAll(page.path("items.student.id"));
            String next = page.path("next");
            query = next == null ? null : "?limit=2&cursor=" + next;
        }
        return ids;
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
