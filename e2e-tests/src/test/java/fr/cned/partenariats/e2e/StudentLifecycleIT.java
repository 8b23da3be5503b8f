package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Imports, transfers, cancellations, adaptations, contracts, merges and erasure of enrolled students. */
class StudentLifecycleIT {

    private static final String NO_BODY = "{}";

    private final ApiClient http = Platform.http();
    private final String registry = Platform.token(Platform.PARTNERSHIP_OFFICE);
    private final String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
    private final String enrollmentOffice = Platform.token(Platform.ENROLLMENT_OFFICE);

    @Test
    void importReportsAResultForEachRow() {
        Fixture fixture = Fixture.with(10, 2);

        Response response = http.postRows(
                fixture.token(),
                "/v1/imports?agreementId=" + fixture.agreement(),
                row(fixture, "a"),
                row(fixture, "b"),
                row(fixture, "c"));

        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        assertThat(response.body().path("rows").findValuesAsText("reference")).containsExactly("a", "b", "c");
        assertThat(response.body().path("rows").findValuesAsText("state")).containsExactly("CONFIRMED", "CONFIRMED");
        assertThat(response.body().path("rows").path(2).path("errors").findValuesAsText("code"))
                .containsExactly("no-place-left");
        Invariants.assertSeatsUsed(fixture, 2);
    }

    @Test
    void transferReleasesTheOldPlaceAndTakesTheNewOne() {
        Fixture from = Fixture.with(5, 5);
        String enrollment = from.enroll().id();
        Fixture to = from.withOffering(5);

        Response moved =
                http.post(from.token(), "/v1/enrollments/" + enrollment + "/transfer", """
                {"offeringId":"%s","reason":"Changement de session"}""".formatted(to.offering()));

        assertThat(moved.isSuccess()).as(moved.toString()).isTrue();
        assertThat(state(enrollment)).isEqualTo("TRANSFERRED");
        assertThat(moved.body().path("previousEnrollmentId").asText()).isEqualTo(enrollment);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(placesUsed(from.offering())).isZero();
            assertThat(placesUsed(to.offering())).isOne();
        });
        Invariants.assertHold();
    }

    @Test
    void cancelledOfferingCancelsItsEnrollments() {
        Fixture fixture = Fixture.with(5, 5);
        String enrollment = fixture.enroll().id();

        http.postSuccessfully(catalogue, "/v1/offerings/" + fixture.offering() + "/cancellation", NO_BODY);

        await().atMost(Duration.ofSeconds(60)).until(() -> state(enrollment).equals("CANCELLED"));
        Invariants.assertSeatsUsed(fixture, 0);
    }

    @Test
    void studentsOfAnEndedSiteMoveToTheNamedSite() {
        Fixture fixture = Fixture.with(5, 5);
        String ending = site(fixture);
        String target = site(fixture);
        String atSite = fixture.request().replaceFirst("\\{", "{\"siteId\":\"" + ending + "\",");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> http.post(fixture.token(), "/v1/eligibility-checks", atSite)
                        .body()
                        .path("eligible")
                        .asBoolean());
        String enrollment = fixture.enroll(atSite, key()).id();
        String path = "/v1/sites/" + ending + "/end";
        String day =
                "{\"reason\":\"Fin du bail\",\"endedOn\":\"" + Fixture.today().minusDays(1) + '"';
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Platform.number(
                                ServiceKind.PARTNER,
                                "select count(*) from hosted_enrollment where site_id = ?",
                                UUID.fromString(ending))
                        == 1);
        Response undecided = http.post(registry, path, day + '}');
        assertThat(undecided.code()).isEqualTo("students-decision-required");
        assertThat(undecided.body().path("enrollments").asInt()).isEqualTo(1);

        http.postSuccessfully(registry, path, day + ",\"students\":\"MOVE\",\"targetSiteId\":\"" + target + "\"}");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(http.get(fixture.token(), "/v1/enrollments/" + enrollment)
                                .body()
                                .path("siteId")
                                .asText())
                        .isEqualTo(target));
        Invariants.assertSeatsUsed(fixture, 1);
        assertThat(http.post(fixture.token(), "/v1/eligibility-checks", atSite)
                        .body()
                        .findValuesAsText("code"))
                .contains("site-ended");
    }

    private String site(Fixture fixture) {
        return http.create(registry, "/v1/sites", """
                {"partnerId":"%s","name":"Tiers-lieu (test)"}""".formatted(fixture.partner()));
    }

    @Test
    void highLevelAthleteGetsAdaptationsOfTheAgreement() {
        Fixture fixture = Fixture.with(5, 5);
        Response amended = http.post(registry, "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Adaptations pour les sportifs","changes":{"adaptations":[
                 {"code":"EXTENDED_DEADLINES","nature":"PEDAGOGICAL","description":"Délais de remise allongés"}]}}""");
        assertThat(amended.status()).as(amended.toString()).isEqualTo(201);
        String athlete =
                fixture.enroll(situated(fixture, "highLevelAthlete"), key()).id();
        String other = fixture.enroll().id();
        String asked = "{\"code\":\"EXTENDED_DEADLINES\"}";

        await().atMost(Duration.ofSeconds(60)).until(() -> adapt(athlete, asked).status() == 201);
        assertThat(adapt(athlete, asked).code()).isEqualTo("adaptation-overlap");
        assertThat(adapt(other, asked).body().findValuesAsText("code")).contains("student-not-an-athlete");
        assertThat(adapt(athlete, "{\"code\":\"FREE_TRAVEL\"}").body().findValuesAsText("code"))
                .contains("adaptation-not-in-agreement");
        JsonNode adaptation = http.get(fixture.token(), "/v1/enrollments/" + athlete + "/adaptations")
                .body()
                .path("items")
                .path(0);
        assertThat(adaptation.path("code").asText()).isEqualTo("EXTENDED_DEADLINES");
    }

    @Test
    void apprenticeshipContractsMayNotOverlap() {
        Fixture fixture = Fixture.with(5, 5);
        Response patched = http.patch(catalogue, "/v1/trainings/" + fixture.training(), "{\"apprenticeship\":true}");
        assertThat(patched.status()).as(patched.toString()).isEqualTo(200);
        String centre = partner("APPRENTICE_TRAINING_CENTRE");
        String school = partner("UPPER_SECONDARY_SCHOOL");
        String apprentice =
                fixture.enroll(situated(fixture, "apprentice"), key()).id();
        LocalDate today = Fixture.today();
        LocalDate changeOn = today.plusMonths(3);
        LocalDate endsOn = today.plusMonths(6);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> contract(fixture, apprentice, today, changeOn.minusDays(1), centre, school)
                                .status()
                        == 201);
        Response overlapping = contract(fixture, apprentice, changeOn.minusDays(1), endsOn, centre, school);
        Response next = contract(fixture, apprentice, changeOn, endsOn, centre, school);

        assertThat(overlapping.code()).isEqualTo("contract-overlap");
        assertThat(overlapping.body().path("existingId").asText()).isNotEmpty();
        assertThat(next.status()).as(next.toString()).isEqualTo(201);
        assertThat(contract(fixture, apprentice, endsOn.plusDays(1), endsOn.plusMonths(6), school, school)
                        .body()
                        .findValuesAsText("code"))
                .contains("not-a-training-centre");
    }

    @Test
    void duplicateStudentsAreMergedAndSeparatedAgain() {
        Fixture fixture = Fixture.with(5, 5);
        Fixture other = fixture.withOffering(5);
        String first = fixture.enroll(onePerson(fixture), key())
                .body()
                .path("studentId")
                .asText();
        Response again = fixture.enroll(onePerson(other), key());
        String second = again.body().path("studentId").asText();
        JsonNode duplicates = http.get(enrollmentOffice, "/v1/students/" + first + "/possible-duplicates")
                .body();
        assertThat(duplicates.toString()).contains(second);

        assertThat(merge(first, first).status()).as("merge with itself").isEqualTo(409);
        Response merged = merge(first, second);
        assertThat(merged.status()).as(merged.toString()).isEqualTo(201);
        assertThat(studentOf(again.id())).isEqualTo(first);

        Response undone = http.post(
                enrollmentOffice,
                "/v1/students/" + first + "/merges/" + merged.id() + "/undoing",
                "{\"reason\":\"Deux personnes\"}");
        assertThat(undone.status()).as(undone.toString()).isEqualTo(200);
        assertThat(studentOf(again.id())).isEqualTo(second);
        Invariants.assertHold();
    }

    @Test
    void erasureLeavesAReceiptAndNoPersonalData() {
        Fixture fixture = Fixture.with(5, 5);
        Response enrolled = fixture.enroll();
        String student = enrolled.body().path("studentId").asText();
        String export = http.get(enrollmentOffice, "/v1/students/" + student + "/export")
                .text();
        assertThat(export).contains("Quimperlé", enrolled.id());

        String erasure = "/v1/students/" + student + "/erasure";
        assertThat(http.post(enrollmentOffice, erasure, NO_BODY).status())
                .as("erasure with a current enrollment")
                .isEqualTo(409);
        http.post(fixture.token(), "/v1/enrollments/" + enrolled.id() + "/cancellation", "{\"reason\":\"Renonce\"}");
        Response receipt = http.post(enrollmentOffice, erasure, NO_BODY);

        assertThat(receipt.status()).as(receipt.toString()).isEqualTo(200);
        assertThat(http.get(enrollmentOffice, erasure).body()).isEqualTo(receipt.body());
        assertThat(http.get(enrollmentOffice, "/v1/students/" + student + "/export")
                        .text())
                .doesNotContain("Quimperlé");
        assertThat(state(enrolled.id())).as("state after the erasure").isEqualTo("CANCELLED");
    }

    private Response merge(String survivor, String merged) {
        return http.post(enrollmentOffice, "/v1/students/" + survivor + "/merges", """
                {"mergedStudentId":"%s","reason":"Inscrit deux fois"}""".formatted(merged));
    }

    private String studentOf(String enrollment) {
        return http.get(enrollmentOffice, "/v1/enrollments/" + enrollment)
                .body()
                .path("studentId")
                .asText();
    }

    /** Returns a request with the same name for each call, so that the students are possible duplicates. */
    private static String onePerson(Fixture fixture) {
        return fixture.request()
                .replaceFirst("\"familyName\":\"[^\"]*\"", "\"familyName\":\"Étudiant " + fixture.partner() + "\"");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private Response contract(
            Fixture fixture, String enrollment, LocalDate from, LocalDate to, String centre, String school) {
        return http.post(
                fixture.token(), "/v1/apprenticeship-contracts", """
                {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"%s","endsOn":"%s",
                 "trainingCentreId":"%s","hostSchoolId":"%s"}""".formatted(enrollment, from, to, centre, school));
    }

    private Response adapt(String enrollment, String adaptation) {
        return http.post(enrollmentOffice, "/v1/enrollments/" + enrollment + "/adaptations", adaptation);
    }

    private String partner(String kind) {
        return http.create(registry, "/v1/partners", """
                {"kind":"%s","legalName":"Partenaire %s (test)","relation":"AGREEMENT"}""".formatted(kind, UUID.randomUUID()));
    }

    private String state(String enrollment) {
        return http.get(enrollmentOffice, "/v1/enrollments/" + enrollment)
                .body()
                .path("state")
                .asText();
    }

    private int placesUsed(String offering) {
        return http.get(catalogue, "/v1/offerings/" + offering)
                .body()
                .path("places")
                .path("used")
                .asInt(-1);
    }

    private static String situated(Fixture fixture, String situation) {
        return fixture.request()
                .replaceFirst("\"student\":\\{", "\"student\":{\"situation\":{\"" + situation + "\":true},");
    }

    private static String row(Fixture fixture, String reference) {
        return fixture.request()
                .replace("\"agreementId\":\"" + fixture.agreement() + "\"", "\"reference\":\"" + reference + "\"");
    }
}
