package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The optional fields of a student through registration, correction, search, merge and export. */
@EnrollmentIT
class StudentDetailsIT {

    private final World world = new World().publish();
    private final String usageName = "Bihan" + World.ine();

    private String minor() {
        return World.student()
                .replace("2004-05-06", World.today().minusYears(17).toString());
    }

    private String withDetails() {
        return minor().replace("}", """
                ,"usageName":" %s ","sex":"F","nationality":"FR","birthPlaceCode":"2A004","telephone":"06.12.34.56.78",
                "address":{"lines":["Appartement 3","12 rue du Port"],"postalCode":"29300","city":"Quimperlé"},
                "guardian":{"name":"Anne Le Goff","email":"anne@example.org","telephone":"06 92 12 34 56"}}""".formatted(usageName));
    }

    private String registered() {
        Response created = Api.as(world.token()).body(withDetails()).post("/v1/students");
        created.then().statusCode(201);
        return created.path("id");
    }

    private ValidatableResponse student(String id) {
        return Api.as(world.token()).get("/v1/students/" + id).then().statusCode(200);
    }

    private Response patch(String id, int revision, String body) {
        return Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"" + revision + "\"")
                .body(body)
                .patch("/v1/students/" + id);
    }

    @Test
    void aCorrectionRecordsTheFieldsThatItChanges() {
        String id = registered();

        patch(id, 0, "{\"situation\":null,\"email\":\"new@example.org\"}")
                .then()
                .statusCode(200);

        assertThat(World.number(
                        "select count(*) from student where id = ? and corrected_fields = array['/email']",
                        UUID.fromString(id)))
                .isOne();
    }

    private void assertDetails(ValidatableResponse answer, String path) {
        answer.body(path + "usageName", equalTo(usageName))
                .body(path + "sex", equalTo("F"))
                .body(path + "nationality", equalTo("FR"))
                .body(path + "birthPlaceCode", equalTo("2A004"))
                .body(path + "telephone", equalTo("+33612345678"))
                .body(path + "address.lines", contains("Appartement 3", "12 rue du Port"))
                .body(path + "address.postalCode", equalTo("29300"))
                .body(path + "address.city", equalTo("Quimperlé"))
                .body(path + "address.country", equalTo("FR"))
                .body(path + "guardian.name", equalTo("Anne Le Goff"))
                .body(path + "guardian.email", equalTo("anne@example.org"))
                .body(path + "guardian.telephone", equalTo("+262692123456"));
    }

    @Test
    void areKeptByARegistrationAndInTheExport() {
        Response enrolled = world.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                .formatted(world.agreement, world.offering, withDetails()));
        enrolled.then().statusCode(201);
        String id = enrolled.path("studentId");

        assertDetails(student(id), "");
        assertDetails(
                Api.as(world.token()).get("/v1/students/" + id + "/export").then(), "sections.students[0].");
        assertThat(enrolled.asString()).doesNotContain(usageName, "rue du Port", "Goff");
    }

    @Test
    void areImportedFromRowsInJson() {
        Response imported = world.importing("{\"offeringId\":\"%s\",\"student\":%s}"
                .formatted(world.offering, withDetails().replace("\n", "")));
        imported.then().body("counts.accepted", equalTo(1));
        assertDetails(student(imported.path("rows[0].studentId")), "");
    }

    @Test
    void areCorrectedOneByOne() {
        String id = registered();

        patch(id, 0, "{\"telephone\":\"+32 2 123 45 67\",\"address\":{\"city\":\"Brest\"},\"guardian\":null}")
                .then()
                .statusCode(200)
                .body("telephone", equalTo("+3221234567"))
                .body("address.city", equalTo("Brest"))
                .body("address.postalCode", equalTo("29300"))
                .body("guardian", nullValue())
                .body("usageName", equalTo(usageName));

        Response trail = Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/audit/enrollment?objectType=student&objectId=" + id);
        trail.then()
                .body(
                        "items[0].changedFields",
                        containsInAnyOrder("details.telephone", "details.address", "details.guardian"));
        assertThat(trail.asString()).doesNotContain("Brest", "+322", usageName);
    }

    @Test
    void theDataForSifaAreCorrectedOneByOneAndRemoved() {
        Response created =
                Api.as(world.token()).body(World.student().replace("}", """
                        ,"situation":{"apprentice":true},
                        "sifa":{"trainingYear":"1A","residenceCode":"29233","highestDiploma":"08","lastYearClass":"3033"}}""")).post("/v1/students");
        created.then().statusCode(201).body("sifa.lastYearClass", equalTo("3033"));
        String id = created.path("id");

        patch(id, 0, "{\"sifa\":{\"trainingYear\":\"2A\",\"highestDiploma\":null}}")
                .then()
                .statusCode(200)
                .body("sifa.trainingYear", equalTo("2A"))
                .body("sifa.residenceCode", equalTo("29233"))
                .body("sifa.highestDiploma", nullValue());
        patch(id, 1, "{\"sifa\":null}").then().statusCode(200).body("sifa", nullValue());
    }

    @Test
    void theFirstChangeAfterTheMajorityRemovesTheGuardian() {
        String id = registered();
        World.execute(
                "update student set birth_date = ? where id = ?", World.today().minusYears(18), UUID.fromString(id));

        patch(id, 0, "{\"guardian\":{\"name\":\"Anne\"}}")
                .then()
                .spec(invalid("/guardian", "invalid-guardian-of-minor"));
        patch(id, 0, "{\"email\":\"m@example.org\"}")
                .then()
                .statusCode(200)
                .body("guardian", nullValue())
                .body("telephone", equalTo("+33612345678"));
    }

    @Test
    void theCalendarRemovesTheGuardianOnTheEighteenthBirthday() {
        String adult = registered();
        String minor = registered();
        String birth = "update student set birth_date = ? where id = ?";
        World.execute(birth, World.today().minusYears(18), UUID.fromString(adult));
        World.execute(birth, World.today().minusYears(18).plusDays(1), UUID.fromString(minor));

        ScheduledChanges.run();

        student(adult)
                .body("revision", equalTo(1))
                .body("guardian", nullValue())
                .body("telephone", equalTo("+33612345678"));
        student(minor).body("revision", equalTo(0)).body("guardian.name", equalTo("Anne Le Goff"));
        Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/audit/enrollment?objectType=student&objectId=" + adult)
                .then()
                .body("items[0].changedFields", hasItem("details.guardian"));
    }

    @Test
    void theProblemIsAlsoInFrench() {
        Api.as(world.token())
                .header("Accept-Language", "fr")
                .body(withDetails().replace("2A004", "2C004").replace("29300", "2930"))
                .post("/v1/students")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.code", contains("invalid-postal-code", "invalid-insee-code"))
                .body(
                        "errors.detail",
                        hasItem("Un code postal français est formé de cinq chiffres, comme 29300. Pour une adresse à"
                                + " l’étranger, indiquez le pays."));
    }

    @Test
    void theUsageNameIsFoundLikeTheFamilyName() {
        String id = registered();

        found(usageName.toLowerCase(java.util.Locale.ROOT), "").body("items.id", contains(id));
        found(usageName.substring(0, usageName.length() - 1), ",\"firstName\":\"cam\"")
                .body("items.id", contains(id))
                .body("items[0].telephone", nullValue())
                .body("items[0].address", nullValue())
                .body("items[0].guardian", nullValue())
                .body("items[0].usageName", equalTo(usageName));
        found(usageName, ",\"firstName\":\"Zoé\"").body("items", empty());
        patch(id, 0, "{\"usageName\":null}").then().statusCode(200).body("usageName", nullValue());
        found(usageName, "").body("items", empty());
    }

    @Test
    void aMergeLeavesEachRegistrationWithItsOwn() {
        String id = registered();
        World other = World.published();
        String survivor = other.registeredStudent();
        Api.as(Tokens.withRole("enrollment-officer"))
                .body("{\"mergedStudentId\":\"" + id + "\",\"reason\":\"same person\"}")
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .statusCode(201);

        assertDetails(student(id), "");
        Response ofOther = Api.as(other.token()).get("/v1/students/" + survivor + "/export");
        ofOther.then().statusCode(200).body("sections.students[0].telephone", nullValue());
        assertThat(ofOther.asString()).doesNotContain(usageName);
    }

    private ValidatableResponse found(String name, String more) {
        return Api.as(world.token())
                .body("{\"familyName\":\"" + name + "\"" + more + "}")
                .post("/v1/students/searches")
                .then()
                .statusCode(200);
    }
}
