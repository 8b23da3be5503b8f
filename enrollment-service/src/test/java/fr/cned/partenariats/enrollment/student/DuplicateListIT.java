package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lists of students that share a key, after each change of a student, and what a page of them costs. */
@EnrollmentIT
class DuplicateListIT {

    private static final List<String> BOTH = List.of("SAME_INE", "SAME_IDENTITY");
    private static final List<String> INE = List.of("SAME_INE");
    private static final List<String> IDENTITY = List.of("SAME_IDENTITY");

    private static final int OTHERS = 2_000;

    private final String ine = World.ine();
    private final String name = "Lefevre " + ine;
    private final String here = Tokens.partner(UUID.randomUUID());
    private final String elsewhere = Tokens.partner(UUID.randomUUID());

    @AfterEach
    void theTableAgreesWithTheStudents() {
        assertThat(PossibleDuplicates.wrong()).isZero();
    }

    @Test
    void aCorrectionOfNamesOrIneChangesTheListAtOnce() {
        String first = registered(here, name, ine);
        String second = registered(elsewhere, name, ine);
        String third = registered(elsewhere, name + " Autre", null);
        assertThat(listed(first, second, third)).isEqualTo(Map.of(first, BOTH, second, BOTH));

        corrected(elsewhere, second, 0, "{\"givenNames\":\"Lea\"}");
        assertThat(listed(first, second, third)).isEqualTo(Map.of(first, INE, second, INE));

        corrected(elsewhere, second, 1, "{\"ine\":null}");
        assertThat(listed(first, second, third)).isEmpty();

        corrected(elsewhere, third, 0, "{\"familyName\":\"" + name + "\"}");
        assertThat(listed(first, second, third)).isEqualTo(Map.of(first, IDENTITY, third, IDENTITY));

        corrected(elsewhere, third, 1, "{\"birthDate\":\"2004-05-07\",\"ine\":\"" + ine + "\"}");
        assertThat(listed(first, second, third)).isEqualTo(Map.of(first, INE, third, INE));
    }

    @Test
    void aMergeTakesTheAliasOutAndItsUndoReturnsIt() {
        String survivor = registered(here, name, ine);
        String alias = registered(elsewhere, name, ine);
        String merge = officer()
                .body("{\"mergedStudentId\":\"" + alias + "\"}")
                .post("/v1/students/" + survivor + "/merges")
                .path("id");
        assertThat(listed(survivor, alias)).isEmpty();

        corrected(elsewhere, alias, 1, "{\"email\":\"a@example.org\",\"birthPlace\":\"Brest\"}");
        assertThat(listed(survivor, alias)).isEmpty();

        officer()
                .body("{\"reason\":\"two persons\"}")
                .post("/v1/students/" + survivor + "/merges/" + merge + "/undoing")
                .then()
                .statusCode(200);
        assertThat(listed(survivor, alias)).isEqualTo(Map.of(survivor, INE, alias, INE));
    }

    @Test
    void anErasureTakesBothOutOfTheList() {
        String first = registered(here, name, ine);
        String second = registered(elsewhere, name, ine);

        officer().post("/v1/students/" + second + "/erasure").then().statusCode(200);

        assertThat(listed(first, second)).isEmpty();
    }

    @Test
    void threeStudentsStayListedUntilOneIsLeft() {
        String first = registered(here, name, null);
        String second = registered(here, name, null);
        String third = registered(elsewhere, name, null);
        assertThat(listed(first, second, third)).hasSize(3);
        assertThat(reasons(here, "/v1/students/possible-duplicates")).containsOnlyKeys(first, second);

        officer().post("/v1/students/" + second + "/erasure").then().statusCode(200);
        assertThat(listed(first, second, third)).isEqualTo(Map.of(first, IDENTITY, third, IDENTITY));
        assertThat(reasons(here, "/v1/students/possible-duplicates")).isEmpty();

        officer().post("/v1/students/" + third + "/erasure").then().statusCode(200);
        assertThat(listed(first, second, third)).isEmpty();
    }

    @Test
    void twoPersonsAreNoDuplicatesUntilThatIsTakenBack() {
        String first = registered(here, name, ine);
        String second = registered(elsewhere, name, ine);
        String distinction = distinguished(first, second)
                .then()
                .statusCode(201)
                .body("studentId", equalTo(first))
                .body("otherStudentId", equalTo(second))
                .body("reason", equalTo("twins"))
                .extract()
                .path("id");

        assertThat(listed(first, second)).isEmpty();
        assertThat(page(officersToken(), "/v1/students/" + first + "/possible-duplicates")
                        .path("items"))
                .isEmpty();
        officer().get("/v1/students/" + second + "/distinctions").then().body("items.otherStudentId", contains(first));
        String third = registered(elsewhere, name, null);
        assertThat(listed(first, second, third)).isEqualTo(Map.of(first, IDENTITY, second, IDENTITY, third, IDENTITY));
        corrected(elsewhere, third, 0, "{\"birthPlace\":\"Brest\"}");
        assertThat(listed(first, second, third)).isEmpty();

        officer()
                .delete("/v1/students/" + second + "/distinctions/" + distinction)
                .then()
                .statusCode(204);

        assertThat(listed(first, second)).isEqualTo(Map.of(first, BOTH, second, BOTH));
        officer()
                .delete("/v1/students/" + second + "/distinctions/" + distinction)
                .then()
                .spec(problem(404, "not-found"));
        assertThat(World.number(
                        "select count(*) from change_log where object_type = 'student-distinction' and object_id = ?"
                                + " and operation in ('createDistinction', 'deleteDistinction')",
                        distinction))
                .isEqualTo(2);
    }

    @Test
    void twoPersonsAreNeitherMergedNorStatedTwice() {
        String first = registered(here, name, ine);
        String second = registered(elsewhere, name, ine);
        String distinction = distinguished(first, second).path("id");

        officer()
                .body("{\"mergedStudentId\":\"" + first + "\"}")
                .post("/v1/students/" + second + "/merges")
                .then()
                .spec(problem(409, "students-distinct"))
                .body("distinctionId", equalTo(distinction))
                .body("errors.pointer", contains("/mergedStudentId"));
        distinguished(second, first)
                .then()
                .spec(problem(409, "students-distinct"))
                .body("errors.pointer", contains("/otherStudentId"));
        distinguished(first, first)
                .then()
                .spec(problem(409, "distinct-from-itself"))
                .body("errors.pointer", contains("/otherStudentId"));
        distinguished(first, UUID.randomUUID().toString()).then().spec(problem(404, "not-found"));
        officer()
                .body("{\"otherStudentId\":\"" + second + "\",\"reason\":\" \"}")
                .post("/v1/students/" + first + "/distinctions")
                .then()
                .spec(invalid("/reason", "required"));
    }

    @Test
    void aStudentIsNotMergedWithAPersonOfWhomARegistrationIsAnotherPerson() {
        String survivor = registered(here, name, ine);
        String alias = registered(elsewhere, name, ine);
        String other = registered(elsewhere, name, null);
        String distinction = distinguished(other, alias).path("id");
        officer()
                .body("{\"mergedStudentId\":\"" + alias + "\"}")
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .statusCode(201);

        officer()
                .body("{\"mergedStudentId\":\"" + other + "\"}")
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .spec(problem(409, "students-distinct"))
                .body("distinctionId", equalTo(distinction));
    }

    @Test
    void anAliasIsNoOtherPersonAndAnErasureRemovesDistinctions() {
        String first = registered(here, name, ine);
        String alias = registered(elsewhere, name, ine);
        String second = registered(elsewhere, name, null);
        officer()
                .body("{\"mergedStudentId\":\"" + alias + "\"}")
                .post("/v1/students/" + first + "/merges")
                .then()
                .statusCode(201);
        distinguished(second, alias)
                .then()
                .spec(problem(409, "student-is-alias"))
                .body("survivorId", equalTo(first));
        String distinction = distinguished(second, first).path("id");
        officer()
                .get("/v1/students/" + first + "/export")
                .then()
                .body("sections.distinctions.otherStudentId", contains(second));
        assertThat(Api.as(here).get("/v1/students/" + first + "/export").asString())
                .doesNotContain(second);

        officer().post("/v1/students/" + first + "/erasure").then().body("purged.distinctions", is(1));

        assertThat(World.number("select count(*) from student_distinction where id = ?", UUID.fromString(distinction)))
                .isZero();
        assertThat(listed(first, second)).isEmpty();
    }

    /** The INE is shared with another partner's student, which a partner must not learn. */
    @Test
    void aPartnerReadsTheReasonsAmongItsOwnStudentsOnly() {
        String first = registered(here, name, ine);
        String second = registered(here, name, null);
        String theirs = registered(elsewhere, name + " Autre", ine);

        assertThat(reasons(here, "/v1/students/possible-duplicates"))
                .isEqualTo(Map.of(first, IDENTITY, second, IDENTITY));
        assertThat(reasons(elsewhere, "/v1/students/possible-duplicates")).isEmpty();
        assertThat(listed(first, second, theirs)).isEqualTo(Map.of(first, BOTH, second, IDENTITY, theirs, INE));
    }

    @Test
    void recomputedKeysAreCompared() {
        String first = registered(here, "Œuvre " + ine, null);
        String second = registered(here, "Oeuvre " + ine, null);
        World.execute(
                "update student set identity_version = 1, identity_key = 'Œ' || substr(identity_key, 3) where id = ?",
                UUID.fromString(first));
        assertThat(listed(first, second)).isEmpty();

        Arc.container().instance(IdentityKeyRefresh.class).get().refresh();

        assertThat(listed(first, second)).isEqualTo(Map.of(first, IDENTITY, second, IDENTITY));
    }

    @Test
    void pagesOfAPartnerFollowEachOther() {
        List<String> ids =
                List.of(registered(here, name, null), registered(here, name, null), registered(here, name, null));

        JsonNode first = page(here, "/v1/students/possible-duplicates?limit=2");
        JsonNode second = page(
                here,
                "/v1/students/possible-duplicates?limit=2&cursor="
                        + first.path("next").textValue());

        assertThat(students(first)).isEqualTo(ids.subList(0, 2));
        assertThat(students(second)).isEqualTo(ids.subList(2, 3));
        assertThat(second.hasNonNull("next")).isFalse();
        Api.as(here)
                .get("/v1/students/possible-duplicates?cursor=nonsense")
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    /** The other students are earlier in the order of the list. Each of them was read, with two index probes. */
    @Test
    void aPageReadsNoStudentWithoutDuplicates() {
        String first = registered(here, name, ine);
        registered(here, name, null);
        registered(elsewhere, name, ine);
        long ofOfficer = cost(officersToken(), "/v1/students/duplicates?limit=5");
        long ofPartner = cost(here, "/v1/students/possible-duplicates?limit=5");

        PossibleDuplicates.copyWithoutDuplicates(OTHERS, UUID.fromString(first));
        try {
            World.execute("vacuum analyze student"); // dead rows of other tests would be read
            assertThat(cost(officersToken(), "/v1/students/duplicates?limit=5")).isLessThan(ofOfficer + 50);
            assertThat(cost(here, "/v1/students/possible-duplicates?limit=5")).isLessThan(ofPartner + 50);
        } finally {
            PossibleDuplicates.deleteCopies();
        }
    }

    private static long cost(String token, String list) {
        return SqlCost.least(() -> Api.as(token).get(list).then().statusCode(200))
                .blocks();
    }

    /** The reasons for those of these students that officers find in the list. */
    private static Map<String, List<String>> listed(String... students) {
        Map<String, List<String>> reasons = reasons(officersToken(), "/v1/students/duplicates");
        reasons.keySet().retainAll(List.of(students));
        return reasons;
    }

    private static Map<String, List<String>> reasons(String token, String list) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        String query = "?limit=100";
        while (query != null) {
            JsonNode page = page(token, list + query);
            for (JsonNode item : page.path("items")) {
                List<String> found = new ArrayList<>();
                item.path("reasons").forEach(reason -> found.add(reason.textValue()));
                reasons.put(item.path("student").path("id").textValue(), found);
            }
            query = page.hasNonNull("next")
                    ? "?limit=100&cursor=" + page.path("next").textValue()
                    : null;
        }
        return reasons;
    }

    private static List<String> students(JsonNode page) {
        return page.path("items").findValues("student").stream()
                .map(student -> student.path("id").textValue())
                .toList();
    }

    private static JsonNode page(String token, String path) {
        Response answer = Api.as(token).get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Api.json(answer);
    }

    private static String registered(String token, String familyName, @Nullable String ine) {
        String number = ine == null ? "" : ",\"ine\":\"" + ine + "\"";
        return Api.as(token)
                .body("""
                        {"familyName":"%s","givenNames":"Zoé","birthDate":"2004-05-06","birthPlace":"Quimperlé"%s}""".formatted(familyName, number))
                .post("/v1/students")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response distinguished(String student, String other) {
        return officer()
                .body("{\"otherStudentId\":\"" + other + "\",\"reason\":\"twins\"}")
                .post("/v1/students/" + student + "/distinctions");
    }

    private static void corrected(String token, String student, int revision, String patch) {
        Api.as(token)
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"" + revision + '"')
                .body(patch)
                .patch("/v1/students/" + student)
                .then()
                .statusCode(200);
    }

    private static String officersToken() {
        return Tokens.withRole("enrollment-officer");
    }

    private static RequestSpecification officer() {
        return Api.as(officersToken());
    }
}
