package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The references of students through their life: registration, correction, merge, erasure. */
@EnrollmentIT
class StudentReferenceIT {

    private final World world = new World();

    @BeforeEach
    void publish() {
        world.publish();
    }

    @Test
    void aSecondStudentWithAReferenceGetsTheIdOfTheFirst() {
        Response first = register(world, "S-1");
        first.then().statusCode(201).body("reference", equalTo("S-1"));

        register(world, "S-1")
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("existingId", equalTo(first.path("id")))
                .body("reference", equalTo("S-1"))
                .body("errors.pointer", contains("/reference"));
        register(World.published(), "S-1").then().statusCode(201);
    }

    @Test
    void theUniqueIndexDecidesARace() throws Exception {
        String first = world.registeredStudent();
        CompletableFuture<Response> second;
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute("update student set reference = 'S-1' where id = ?", UUID.fromString(first));
            second = CompletableFuture.supplyAsync(() -> register(world, "S-1"));
            other.awaitWaiting();
            other.commit();
        }

        second.get().then().spec(problem(409, "reference-already-used")).body("existingId", equalTo(first));
    }

    @Test
    void aPartnerCorrectsAReference() {
        register(world, "S-1");
        String ine = World.ine();
        String student = Api.as(world.token())
                .body(World.student().replace("}", ",\"ine\":\"" + ine + "\"}"))
                .post("/v1/students")
                .path("id");

        patch(student, "0", "{\"reference\":\"S-1\"}")
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("errors.code", contains("reference-already-used"));
        patch(student, "0", "{\"reference\":\"S-2\"}").then().statusCode(200).body("reference", equalTo("S-2"));
        patch(student, "1", "{\"email\":\"a@example.org\"}").then().body("reference", equalTo("S-2"));
        patch(student, "2", "{\"reference\":null}").then().body("reference", nullValue());
    }

    @Test
    void theReferenceOfAMergedStudentNamesTheSurvivor() {
        World second = World.sharingPartnerOf(world).publish();
        String survivor = register(world, "S-1").path("id");
        String merged = register(world, "S-2").path("id");
        String merge = officer()
                .body("{\"mergedStudentId\":\"" + merged + "\",\"reason\":\"one person\"}")
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        enroll(world, "S-2").then().statusCode(201).body("studentId", equalTo(merged));
        enroll(world, "S-1").then().spec(problem(409, "already-enrolled"));
        officer().get("/v1/enrollments?studentId=" + survivor).then().body("items.studentId", contains(survivor));
        officer()
                .get("/v1/students?reference=S-2&partnerId=" + world.partner)
                .then()
                .body("items.id", contains(merged))
                .body("items.mergedInto", contains(survivor));
        register(world, "S-2")
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("existingId", equalTo(merged));

        officer()
                .body("{\"reason\":\"two persons\"}")
                .post("/v1/students/" + survivor + "/merges/" + merge + "/undoing")
                .then()
                .statusCode(200)
                .body("returnedEnrollments", is(1));
        enroll(world, "S-1").then().statusCode(201).body("studentId", equalTo(survivor));
        enroll(second, "S-2").then().statusCode(201).body("studentId", equalTo(merged));
    }

    @Test
    void anErasureRemovesTheReferencesOfTheStudentAndOfItsEnrollments() {
        String student = register(world, "S-1").path("id");
        String enrollment = enroll(world, "S-1", "E-1").path("id");
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/cancellation")
                .then()
                .statusCode(200);

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        assertThat(World.number(
                        "select (select count(*) from student where partner_id = ? and reference is not null)"
                                + " + (select count(*) from enrollment where partner_id = ? and reference is not null)",
                        world.partner,
                        world.partner))
                .isZero();
        Api.as(world.token()).get("/v1/students?reference=S-1").then().body("items", empty());
        Api.as(world.token()).get("/v1/enrollments?reference=E-1").then().body("items", empty());
        officer().get("/v1/enrollments/" + enrollment).then().statusCode(200).body("reference", nullValue());
        enroll(world, "S-1").then().spec(problem(404, "not-found"));
        register(world, "S-1").then().statusCode(201);
        enroll(world, "S-1", "E-1").then().statusCode(201);
    }

    private static Response register(World world, String reference) {
        return Api.as(world.token())
                .body(World.student().replace("}", ",\"reference\":\"" + reference + "\"}"))
                .post("/v1/students");
    }

    private static Response enroll(World world, String studentReference) {
        return enroll(world, studentReference, UUID.randomUUID().toString());
    }

    private static Response enroll(World world, String studentReference, String reference) {
        return world.enroll(
                "{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentReference\":\"%s\",\"reference\":\"%s\"}"
                        .formatted(world.agreement, world.offering, studentReference, reference));
    }

    private Response patch(String student, String revision, String body) {
        return Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", '"' + revision + '"')
                .body(body)
                .patch("/v1/students/" + student);
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
