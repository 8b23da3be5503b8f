package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The enrollment office loads enrollments of the past with their real days. */
@EnrollmentIT
class PastEnrollmentsImportIT {

    private static final String HEADER =
            "référence;nom;prénoms;date de naissance;lieu de naissance;convention;formation;année universitaire;"
                    + "inscrit le;commencé le;état;terminé le\n";
    private static final String OFFICE = Tokens.withRole("enrollment-officer");

    @Inject
    ImportWorker worker;

    /** An offering of 2022-2023 in all but the year of its seats. */
    private static World world() {
        World world = new World();
        world.offeringStarts = "2022-09-01";
        world.offeringEnds = "2023-08-31";
        world.enrollmentCloses = "2022-10-31";
        world.offeringState = "CLOSED";
        return world.publish();
    }

    private static String row(World world, String name, String days) {
        return String.join(
                        ";",
                        "R-" + name,
                        "Étudiant " + name,
                        "Maëlle",
                        "31/12/2003",
                        "Quimperlé",
                        world.agreementNumber(),
                        world.trainingCode(),
                        "2026-2027",
                        days)
                + '\n';
    }

    private Response sent(String token, String file, String query) {
        String id = accepted(send(token, file, query, UUID.randomUUID().toString()));
        worker.run();
        return Api.as(token).get("/v1/imports/" + id);
    }

    private static Response rows(Response job) {
        return Api.as(OFFICE).get("/v1/imports/" + job.path("id") + "/rows");
    }

    private static int counted(World world, String asOf, String more) {
        CountedStatistics.refresh();
        return Api.as(OFFICE)
                .get("/v1/statistics?partnerId=" + world.partner + "&asOf=" + asOf + more)
                .path("total.enrollments");
    }

    @Test
    void statisticsOfAPastDayCountWhatWasLoadedLater() {
        World world = world();
        Response job = sent(
                OFFICE,
                HEADER
                        + row(world, "A", "01/07/2022;;terminée;31/08/2023")
                        + row(world, "B", "15/09/2022;20/09/2022;abandonnée;12/12/2022")
                        + row(world, "C", "02/01/2023;;en cours;")
                        + row(world, "D", "03/07/2022;;annulée;04/07/2022"),
                "");
        job.then().body("counts.accepted", is(4));

        assertThat(counted(world, "2022-06-30", "")).isZero();
        assertThat(counted(world, "2022-07-03", "")).isEqualTo(2);
        assertThat(counted(world, "2022-08-31", "&state=CONFIRMED")).isEqualTo(1);
        assertThat(counted(world, "2022-09-01", "&state=ACTIVE")).isEqualTo(1);
        assertThat(counted(world, "2022-10-01", "&state=ACTIVE")).isEqualTo(2);
        assertThat(counted(world, "2022-12-31", "")).isEqualTo(1);
        assertThat(counted(world, "2022-12-31", "&state=WITHDRAWN")).isEqualTo(1);
        assertThat(counted(world, "2023-01-02", "")).isEqualTo(2);
        assertThat(counted(world, "2023-08-31", "&state=COMPLETED")).isEqualTo(1);
        assertThat(counted(world, World.today().toString(), "")).isEqualTo(2);
        assertThat(world.holding()).isEqualTo(2);
        assertThat(world.seat()).containsEntry("used", 2L);
        Api.as(world.token())
                .get("/v1/enrollments?resultState=UNKNOWN")
                .then()
                .body("items.state", contains("COMPLETED"))
                .body("items[0].history[2].result.state", equalTo("UNKNOWN"));
    }

    /** The history has the days of the past, the audit trail the moment of the import. */
    @Test
    void theHistoryHasTheRealDays() {
        World world = world();
        Response job = sent(OFFICE, HEADER + row(world, "A", "01/07/2022;;abandon;12/12/2022"), "");
        String enrollment = rows(job).path("items[0].enrollmentId");

        Api.as(world.token())
                .get("/v1/enrollments/" + enrollment)
                .then()
                .body("state", equalTo("WITHDRAWN"))
                .body("registeredAt", equalTo("2022-06-30T22:00:00Z"))
                .body("withdrawnOn", equalTo("2022-12-12"))
                .body("history.to", contains("CONFIRMED", "ACTIVE", "WITHDRAWN"))
                .body("history.at", contains("2022-06-30T22:00:00Z", "2022-08-31T22:00:00Z", "2022-12-11T23:00:00Z"))
                .body("history.by", everyItem(equalTo("Cned")));
        assertThat(World.number(
                        "select count(*) from change_log where object_id = ? and at > now() - interval '1 hour'",
                        enrollment))
                .isEqualTo(1);
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        Api.as(world.token())
                .get("/v1/students/" + student)
                .then()
                .body("registeredAt", equalTo("2022-06-30T22:00:00Z"));
    }

    @Test
    void theSameRowAgainIsRepeatedAndOtherDaysAreRefused() {
        World world = world();
        String file = HEADER + row(world, "A", "01/07/2022;;terminée;31/08/2023");
        sent(OFFICE, file, "").then().body("counts.accepted", is(1));
        sent(OFFICE, file, "").then().body("counts.repeated", is(1));
        rows(sent(OFFICE, file.replace("01/07/2022", "02/07/2022"), ""))
                .then()
                .body("items[0].errors.code", contains("reference-already-used"));
    }

    @Test
    void daysThatWereNotPossibleAreRefused() {
        World world = world();
        rows(sent(
                        OFFICE,
                        HEADER
                                + row(world, "A", "31/12/2021;;en cours;")
                                + row(world, "B", "01/07/2022;31/08/2022;en cours;")
                                + row(world, "C", "01/07/2022;;terminée;01/08/2022")
                                + row(world, "D", "01/10/2023;;confirmée;")
                                + row(world, "E", "02/09/2022;01/09/2022;;"),
                        ""))
                .then()
                .body("items[0].errors.code", contains("date-outside-agreement"))
                .body("items[0].errors.column", contains("inscrit le"))
                .body("items[1].errors.code", contains("date-outside-offering"))
                .body("items[1].errors.column", contains("commencé le"))
                .body("items[2].errors.column", contains("terminé le"))
                .body("items[3].errors.code", contains("offering-ended"))
                .body("items[4].errors.code", contains("past-days-out-of-order"));
        assertThat(world.holding()).isZero();
    }

    @Test
    void onlyTheOfficeLoadsThePast() {
        World world = world();
        Response job = sent(world.token(), HEADER + row(world, "A", "01/07/2022;;terminée;31/08/2023"), "");
        job.then().body("counts.malformed", is(1));
        Api.as(world.token())
                .get("/v1/imports/" + job.path("id") + "/rows")
                .then()
                .body("items[0].errors.code", contains("column-of-office"));
        Api.as(world.token())
                .header("Accept-Language", "fr")
                .get("/v1/imports/template.csv")
                .then()
                .body(org.hamcrest.Matchers.not(containsString("inscrit le")));
    }

    @Test
    void aDryRunPredictsPastEnrollments() {
        World world = world();
        sent(OFFICE, HEADER + row(world, "A", "01/07/2022;;terminée;31/08/2023"), "?dryRun=true")
                .then()
                .body("counts.accepted", is(1));
        assertThat(world.holding()).isZero();
    }

    /** A seat that is decided by a funder is held until today's limit, not until one in the past. */
    @Test
    void anUndecidedFundingOfThePastIsHeldFromToday() {
        World world = new World();
        world.offeringStarts = "2026-09-01";
        world.publish();
        String header = HEADER.replace("terminé le", "terminé le;financement;montant");
        Response job = sent(OFFICE, header + row(world, "A", "01/10/2026;;;;Opco;900"), "");
        Response enrollment = Api.as(OFFICE).get("/v1/enrollments/" + rows(job).path("items[0].enrollmentId"));
        enrollment.then().body("state", equalTo("PENDING_FUNDING"));
        assertThat(LocalDate.parse(enrollment.path("holdUntil"))).isAfter(World.today());
    }
}
