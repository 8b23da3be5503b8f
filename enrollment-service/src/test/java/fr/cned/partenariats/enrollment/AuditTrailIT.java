package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The audit trail of students and enrollments. */
@EnrollmentIT
class AuditTrailIT {

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static ValidatableResponse trailOf(String id) {
        return officer()
                .queryParam("objectId", id)
                .get("/v1/audit/enrollment")
                .then()
                .statusCode(200);
    }

    @Test
    void aRegistrationHasAnEntryPerObjectWithoutPersonalData() {
        World world = World.published();
        var enrolled = world.enroll();
        String id = enrolled.path("id");
        String student = enrolled.path("studentId");

        String trail = trailOf(id)
                .body("items", hasSize(1))
                .body("items[0].operation", equalTo("createEnrollment"))
                .body("items[0].objectType", equalTo("enrollment"))
                .body("items[0].tenant", equalTo(world.partner.toString()))
                .body("items[0].roles", contains("partner"))
                .body("items[0].revisionBefore", nullValue())
                .extract()
                .asString();
        String ofStudent = trailOf(student)
                .body("items.objectType", contains("student"))
                .extract()
                .asString();
        assertThat(trail + ofStudent).doesNotContain("Camille").doesNotContain("Quimper");
    }

    @Test
    void aPromotionIsRecordedForTheServiceNotForTheCancellingClient() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 1;
        world.publish();
        String holder = world.enrolled();
        String waiting = world.enroll().path("id");
        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + holder + "/cancellation")
                .then()
                .statusCode(200);

        await().untilAsserted(() -> trailOf(waiting)
                .body("items", hasSize(2))
                .body("items[0].client", equalTo("enrollment-service"))
                .body("items[0].operation", equalTo("waiting-list"))
                .body("items[0].roles", hasSize(0))
                .body("items[0].changedFields", hasItem("state")));
        trailOf(holder).body("items[0].operation", equalTo("cancelEnrollment"));
    }

    @Test
    void anExportIsRecordedAndARefusedOneIsNot() {
        World world = World.published();
        String student = world.registeredStudent();
        officer().get("/v1/students/" + student + "/export").then().statusCode(200);
        Api.as(World.published().token())
                .get("/v1/students/" + student + "/export")
                .then()
                .statusCode(404);

        trailOf(student)
                .body("items.operation", contains("exportStudent", "createStudent"))
                .body("items[0].client", equalTo("test-enrollment-officer"))
                .body("items[0].revisionAfter", nullValue());
    }

    @Test
    void everyRequestForAnErasureIsRecorded() {
        World world = World.published();
        String student = world.registeredStudent();
        for (int i = 0; i < 2; i++) {
            officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);
        }

        trailOf(student)
                .body("items.operation", contains("eraseStudent", "eraseStudent", "createStudent"))
                .body("items[1].revisionBefore", equalTo(0))
                .body("items[1].revisionAfter", equalTo(1))
                .body("items[1].changedFields", contains("erasedAt"));
    }

    @Test
    void aCorrectionOfAStudentNamesTheFieldsWithoutTheirValues() {
        World world = World.published();
        String student = world.registeredStudent();
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"birthPlace\":\"Concarneau\"}")
                .patch("/v1/students/" + student)
                .then()
                .statusCode(200)
                .body("birthPlace", equalTo("Concarneau"));

        String trail = trailOf(student)
                .body("items", hasSize(2))
                .body("items[0].changedFields", hasItem("birthPlace"))
                .extract()
                .asString();
        assertThat(trail).doesNotContain("Concarneau");
    }

    @Test
    void aCompletionRecordsTheStateChange() {
        World world = Weeks.started();
        world.publish();
        String enrolled = world.enrolled();
        ScheduledChanges.run();
        officer()
                .body("{\"result\":{\"state\":\"PASSED\",\"mention\":\"TRES_BIEN\"}}")
                .post("/v1/enrollments/" + enrolled + "/completion")
                .then()
                .statusCode(200)
                .body("state", equalTo("COMPLETED"));

        String trail = trailOf(enrolled)
                .body("items[0].changedFields", hasItems("state", "result"))
                .body("items[0].client", equalTo("test-enrollment-officer"))
                .extract()
                .asString();
        assertThat(trail).doesNotContain("TRES_BIEN");
    }

    @Test
    void declaredHoursHaveAnEntryPerChangedRow() {
        World world = Weeks.started();
        world.publish();
        String first = world.enrolled();
        String second = world.enrolled();
        ScheduledChanges.run();
        declare(world, first, "7", second, "8");
        declare(world, first, "7", second, "9");

        String site = world.site.toString();
        long written = World.number(
                "select count(*) from change_log a join attendance w on w.id = cast(a.object_id as uuid)"
                        + " where a.object_type = 'attendance' and w.site_id = ?",
                UUID.fromString(site));
        assertThat(written).isEqualTo(3);
        String changed = Api.as(world.token())
                .get("/v1/attendance?enrollmentId=" + second)
                .path("items[0].id");
        trailOf(changed)
                .body("items.operation", everyItem(equalTo("declareAttendance")))
                .body("items.revisionAfter", contains(1, 0))
                .body("items[0].changedFields", contains("hours"));
    }

    private static void declare(World world, String first, String hours, String second, String otherHours) {
        Api.as(world.token())
                .body(Map.of(
                        "siteId",
                        world.site.toString(),
                        "week",
                        Weeks.ago(1),
                        "entries",
                        List.of(
                                Map.of("enrollmentId", first, "hours", Integer.parseInt(hours)),
                                Map.of("enrollmentId", second, "hours", Integer.parseInt(otherHours)))))
                .post("/v1/attendance")
                .then()
                .statusCode(200);
    }

    @Test
    void anImportHasAnEntryPerObject() {
        World world = new World();
        world.seats = 20;
        world.capacity = 20;
        world.publish();
        String row = "{\"offeringId\":\"%s\",\"student\":%s}";
        String[] rows = Stream.generate(() -> row.formatted(world.offering, World.student()))
                .limit(10)
                .toArray(String[]::new);
        Response imported = world.importing(rows);
        imported.then().statusCode(200).body("counts.accepted", is(10));

        trailOf(imported.path("id"))
                .body("items.objectType", contains("import-job"))
                .body("items.operation", contains("importEnrollments"));
        assertThat(World.number(
                        "select count(*) from change_log a join enrollment e on e.id = cast(a.object_id as uuid)"
                                + " where a.operation = 'importEnrollments' and e.offering_id = ?",
                        world.offering))
                .isEqualTo(10);
    }

    @Test
    void aMergeRecordsTheMergedStudent() {
        World world = World.published();
        String survivor = world.registeredStudent();
        String merged = world.registeredStudent();
        officer()
                .body(Map.of("mergedStudentId", merged, "reason", "same person"))
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .statusCode(201);

        trailOf(merged)
                .body("items[0].operation", equalTo("createMerge"))
                .body("items[0].changedFields", containsInAnyOrder("mergedInto"));
    }
}
