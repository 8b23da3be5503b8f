package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Searches by name, and the possible duplicates among a partner's own students. */
@EnrollmentIT
class StudentSearchIT {

    private final UUID partner = UUID.randomUUID();
    private final String token = Tokens.partner(partner);
    private final String name = "Œuvrard" + World.ine();

    @Test
    void namesAreFoundWithoutAccentsLigaturesAndHyphens() {
        String whole = registered(token, name + "-Łukasz", "Zoé Anne", "2004-05-06");
        String brother = registered(token, name, "Jean", "2004-05-06");
        String younger = registered(token, name, "Zoé", "2006-07-08");
        registered(token, "Autre " + name, "Zoé", "2004-05-06");

        found(token, name.toLowerCase(Locale.ROOT).replace("œ", "oe"), "")
                .body("items.id", containsInAnyOrder(whole, brother, younger));
        found(token, name + " lukasz", "").body("items.id", contains(whole));
        found(token, name, ",\"firstName\":\"ZOE\"").body("items.id", containsInAnyOrder(whole, younger));
        found(token, name, ",\"firstName\":\"zo\",\"birthDate\":\"2004-05-06\"").body("items.id", contains(whole));
        found(token, name, ",\"firstName\":\"Quimperlé\"").body("items", empty());
    }

    @Test
    void aPartnerFindsItsOwnStudentsAndAnOfficerAll() {
        String own = registered(token, name, "Zoé", "2004-05-06");
        String foreign = registered(Tokens.partner(UUID.randomUUID()), name, "Zoé", "2004-05-06");

        found(token, name, "").body("items.id", contains(own));
        found(Tokens.withRole("enrollment-officer"), name, "").body("items.id", containsInAnyOrder(own, foreign));
    }

    @Test
    void aSearchComesInPagesAndRunsOneStatementAndItsAuditEntry() {
        registered(token, name, "Zoé", "2004-05-06");
        registered(token, name, "Léa", "2004-05-06");
        Response first = search(token, name, "", "?limit=1");
        first.then().statusCode(200).body("items", hasSize(1));

        search(token, name, "", "?limit=1&cursor=" + first.path("next"))
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("next", nullValue());
        search(token, name + "x", "", "?limit=1&cursor=" + first.path("next"))
                .then()
                .spec(problem(400, "invalid-cursor"));
        Assertions.assertThat(SqlCount.total(World.statements(() -> found(token, name, ""))))
                .isEqualTo(SqlCount.SCOPE + 2);
    }

    @Test
    void aSearchReadsTheIndexesOfBothNamesOnly() {
        String first = registered(token, name, "Zoé", "2004-05-06");
        String officer = Tokens.withRole("enrollment-officer");
        long ofOfficer = cost(officer);
        long ofPartner = cost(token);

        PossibleDuplicates.copyWithoutDuplicates(2_000, UUID.fromString(first));
        try {
            World.execute("vacuum analyze student"); // dead rows of other tests would be read
            Assertions.assertThat(cost(officer)).isLessThan(ofOfficer + 50);
            Assertions.assertThat(cost(token)).isLessThan(ofPartner + 50);
        } finally {
            PossibleDuplicates.deleteCopies();
        }
    }

    private long cost(String caller) {
        return SqlCost.least(() -> found(caller, name, ",\"firstName\":\"zoe\""))
                .blocks();
    }

    @Test
    void anInvalidSearchIsRefused() {
        search(token, "", "", "").then().spec(invalid("/familyName", "required"));
        search(token, "--", "", "").then().spec(invalid("/familyName", "required"));
        search(token, name, ",\"birthDate\":\"1899-12-31\"", "")
                .then()
                .spec(invalid("/birthDate", "invalid-birth-date"));
        search(token, name, ",\"ine\":\"1\"", "").then().spec(invalid("/ine", "unknown-field"));
    }

    @Test
    void aPartnerReadsPossibleDuplicatesAmongItsOwnStudents() {
        String first = registered(token, name, "Zoé", "2004-05-06");
        registered(Tokens.partner(UUID.randomUUID()), name, "Zoé", "2004-05-06");
        duplicates().body("items", empty());

        String second = registered(token, name.replace("Œ", "OE"), "Zoe", "2004-05-06");
        duplicates().body("items.student.id", contains(first, second));
    }

    @Test
    void keysOfAnOlderVersionAreRecomputed() {
        String id = registered(token, name, "Zoé", "2004-05-06");
        String married = registered(token, "Autre " + name, "Léa", "2004-05-06");
        World.execute(
                "update student set identity_version = 1, identity_key = 'Œ' || substr(identity_key, 3) where id = ?",
                UUID.fromString(id));
        World.execute(
                "update student set identity_version = 1, details = '{\"usageName\":\"Le Bihan\"}' where id = ?",
                UUID.fromString(married));
        found(token, name, "").body("items", empty());

        Arc.container().instance(IdentityKeyRefresh.class).get().refresh();

        found(token, name, "").body("items.id", contains(id));
        found(token, "Lebihan", ",\"firstName\":\"Lea\"").body("items.id", contains(married));
    }

    /** Who searched, and by what: no name, no date. */
    @Test
    void aSearchLeavesAnAuditEntryWithoutPersonalData() {
        registered(token, name, "Zoé", "2004-05-06");
        found(token, name, ",\"birthDate\":\"2004-05-06\"").body("items", hasSize(1));

        String ofPartner = "items.findAll { it.tenant == '" + partner + "' }";
        String entries = Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/audit/enrollment?objectType=student-search&limit=100")
                .then()
                .statusCode(200)
                .body(ofPartner + ".operation", contains("searchStudents"))
                .body(ofPartner + "[0].changedFields", contains("familyName", "birthDate", "results:1"))
                .extract()
                .asString();
        Assertions.assertThat(entries).doesNotContain(name, "2004-05-06");
    }

    private ValidatableResponse duplicates() {
        return Api.as(token).get("/v1/students/possible-duplicates").then().statusCode(200);
    }

    private static ValidatableResponse found(String token, String familyName, String more) {
        return search(token, familyName, more, "").then().statusCode(200);
    }

    private static Response search(String token, String familyName, String more, String query) {
        return Api.as(token)
                .body("{\"familyName\":\"" + familyName + "\"" + more + "}")
                .post("/v1/students/searches" + query);
    }

    private static String registered(String token, String familyName, String givenNames, String birthDate) {
        Response answer = Api.as(token)
                .body("""
                        {"familyName":"%s","givenNames":"%s","birthDate":"%s","birthPlace":"Quimperlé"}""".formatted(familyName, givenNames, birthDate))
                .post("/v1/students");
        answer.then().statusCode(201);
        return answer.path("id");
    }
}
