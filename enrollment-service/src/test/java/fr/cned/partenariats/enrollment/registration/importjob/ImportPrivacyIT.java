package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.fileOf;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.job;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.row;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.rows;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rows of files are within reach of export and erasure, and are deleted. */
@EnrollmentIT
class ImportPrivacyIT {

    @Inject
    ImportWorker worker;

    private static String officer() {
        return Tokens.withRole("enrollment-officer");
    }

    private static long rowsWith(String name) {
        return World.number("select count(*) from import_row where cells like '%' || ? || '%'", name);
    }

    @Test
    void anExportAndAnErasureReachEveryRowOfTheStudent() {
        World world = World.published();
        String name = "Canari " + UUID.randomUUID();
        String offering = world.offering.toString();
        String id = accepted(send(
                world,
                List.of(
                        row(offering, name, "2004-05-06"), // accepted
                        row(UUID.randomUUID().toString(), name, "06/05/2004"), // refused
                        row(offering, name, "2004-02-30"), // malformed
                        row(offering, "Other", "2004-05-06"))));
        worker.run();
        Response rows = Api.as(world.token()).get("/v1/imports/" + id + "/rows");
        String student = rows.path("items[0].studentId");
        // a row that still waits
        String waiting = accepted(send(world, List.of(row(UUID.randomUUID().toString(), name, "2004-05-06"))));
        assertThat(rowsWith(name)).isEqualTo(4);

        Api.as(world.token())
                .get("/v1/students/" + student + "/export")
                .then()
                .statusCode(200)
                .body("sections.importRows", hasSize(4));

        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + rows.path("items[0].enrollmentId") + "/cancellation")
                .then()
                .statusCode(200);
        Api.as(officer())
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200)
                .body("purged.importRows", is(4));

        assertThat(rowsWith(name)).isZero();
        assertThat(World.number("select count(*) from import_row where identity_key like '%CANARI%'"))
                .isZero();
        assertThat(World.number(
                        "select count(*) from import_row where errors like '%2004-02-30%' and job_id = ?",
                        UUID.fromString(id)))
                .as("reasons quote cells")
                .isZero();
        worker.run();
        job(world, waiting).then().body("state", equalTo("DONE")).body("counts.malformed", is(1));
        Api.as(world.token())
                .get("/v1/imports/" + waiting + "/rows")
                .then()
                .body("items[0].errors[0].code", equalTo("row-erased"));
        job(world, id).then().body("counts.accepted", is(2)).body("counts.refused", is(1));
        assertThat(ImportFile.rejects(world, id)).doesNotContain(name);
    }

    @Test
    void aRowThatNamesTheStudentByIdOrReferenceIsErasedToo() {
        World world = World.published();
        String student = Api.as(world.token())
                .body(World.student().replace("{", "{\"reference\":\"E-1204\","))
                .post("/v1/students")
                .path("id");
        String unknown = UUID.randomUUID().toString();
        accepted(send(
                world,
                "session;studentId;studentReference;reference\n%s;%s;;Canari 1\n%s;;E-1204;Canari 2\n"
                        .formatted(unknown, student, unknown),
                ""));
        worker.run();

        Api.as(officer())
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200)
                .body("purged.importRows", is(2));
    }

    @Test
    void rowsOfHoursAreExportedAndErased() {
        World world = Weeks.started().publish();
        String enrollment = world.enrolled();
        World.execute("update enrollment set reference = 'Canari 3' where id = ?", UUID.fromString(enrollment));
        ScheduledChanges.run();
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        String file = "enrollmentId,reference,week,hours\n%s,,%s,20\n,Canari 3,%s,20\n%s,,2026-W99,20\n"
                .formatted(enrollment, Weeks.ago(1), Weeks.ago(2), enrollment);
        accepted(ImportFile.sendHours(world, file, ""));
        worker.run();
        Api.as(world.token()).get("/v1/students/" + student + "/export").then().body("sections.importRows", hasSize(3));
        Api.as(world.token())
                .body("{\"reason\":\"moved away\",\"withdrawnOn\":\"" + World.today() + "\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200);
        Api.as(officer())
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200)
                .body("purged.importRows", is(3));
        assertThat(rowsWith("Canari 3")).isZero();
        assertThat(World.number("select count(*) from import_row where subject like '%Canari 3%'"))
                .isZero();
    }

    @Test
    void rowsOfAnotherPartnerStay() {
        World world = World.published();
        World other = World.published();
        String name = "Homonyme " + UUID.randomUUID();
        accepted(send(other, fileOf(List.of(row(UUID.randomUUID().toString(), name, "2004-05-06"))), ""));
        String id = accepted(send(world, List.of(row(world.offering.toString(), name, "2004-05-06"))));
        worker.run();
        Response rows = Api.as(world.token()).get("/v1/imports/" + id + "/rows");
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + rows.path("items[0].enrollmentId") + "/cancellation")
                .then()
                .statusCode(200);
        Api.as(officer())
                .post("/v1/students/" + rows.path("items[0].studentId") + "/erasure")
                .then()
                .body("purged.importRows", is(1));
        assertThat(rowsWith(name)).isEqualTo(1);
    }

    @Test
    void aJobIsDeletedSevenDaysAfterItsEnd() {
        World world = World.published();
        String old = accepted(send(world, rows(world, 2)));
        String young = accepted(send(world, rows(world, 1)));
        worker.run();
        World.execute(
                "update import_job set ended_at = ended_at - interval '7 days' where id = ?", UUID.fromString(old));
        World.execute(
                "update import_job set ended_at = ended_at - interval '6 days 23 hours' where id = ?",
                UUID.fromString(young));

        worker.purge();

        job(world, old).then().spec(problem(404, "not-found"));
        job(world, young).then().statusCode(200);
        assertThat(World.number("select count(*) from import_row where job_id = ?", UUID.fromString(old)))
                .isZero();
    }
}
