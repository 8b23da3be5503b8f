package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class ImportIT {

    @Test
    void eachRowBecomesAnEnrollment() {
        World world = World.published();

        Response answer = world.importing(row(world, "\"reference\":\"a\","), row(world, ""), row(world, ""));

        answer.then()
                .statusCode(200)
                .body("counts.accepted", is(3))
                .body("counts.refused", is(0))
                .body("rows.number", contains(1, 2, 3))
                .body("rows[0].reference", equalTo("a"))
                .body("rows.state", everyItem(equalTo("CONFIRMED")))
                .body("rows[0].errors", nullValue());
        assertThat(world.seat()).containsEntry("used", 3L).containsEntry("revision", 2L);
        assertThat(world.place()).containsEntry("used", 3L).containsEntry("revision", 2L);
        assertThat(world.holding()).isEqualTo(3);
        Api.as(world.token())
                .get("/v1/enrollments/" + answer.path("rows[1].enrollmentId"))
                .then()
                .statusCode(200)
                .body("studentId", equalTo(answer.path("rows[1].studentId")))
                .body("fundings[0].amount", is(900f))
                .body("history", hasSize(1));
        Api.as(world.token())
                .get("/v1/students/" + answer.path("rows[1].studentId"))
                .then()
                .statusCode(200);
    }

    @Test
    void acceptedRowsAreStoredAndRefusedRowsListEveryRule() {
        World world = World.published();
        World other = World.published();
        String wrongSum = "\"fundings\":[{\"kind\":\"REGION\",\"amount\":1}],\"siteId\":\"" + UUID.randomUUID() + "\",";

        world.importing(
                        row(world, ""),
                        row(world, wrongSum),
                        "{\"offeringId\":\"%s\",\"student\":%s}".formatted(UUID.randomUUID(), World.student()),
                        "{\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                                .formatted(world.offering, other.registeredStudent()),
                        row(world, "\"partnerId\":\"" + other.partner + "\","),
                        row(world, ""))
                .then()
                .statusCode(200)
                .body("counts.accepted", is(2))
                .body("counts.refused", is(4))
                .body("rows[0].state", equalTo("CONFIRMED"))
                .body(
                        "rows[1].errors.code",
                        contains("site-not-of-partner", "funding-not-accepted", "funding-sum-mismatch"))
                .body("rows[1].errors[0].column", equalTo("siteId"))
                .body("rows[1].errors.clause", contains(null, "fundings", "tariff"))
                .body("rows[2].errors.code", contains("not-found"))
                .body("rows[2].errors.column", contains("offeringId"))
                .body("rows[3].errors.column", contains("studentId"))
                .body("rows[4].errors.column", contains("partnerId"))
                .body("rows[5].state", equalTo("CONFIRMED"));
        assertThat(world.seat()).containsEntry("used", 2L);
    }

    @Test
    void anAgreementThatIsNotInForceRefusesEachRowAndReservesNothing() {
        World world = new World();
        world.agreementState = "SUSPENDED";
        world.publish();

        world.importing(row(world, ""), row(world, ""))
                .then()
                .statusCode(200)
                .body("counts.accepted", is(0))
                .body("rows.errors.flatten().code", everyItem(equalTo("agreement-not-in-force")))
                .body("rows.errors.flatten().column", everyItem(equalTo("agreementId")));
        assertThat(world.seat()).containsEntry("used", 0L).containsEntry("revision", 1L);
        assertThat(World.number("select count(*) from student where partner_id = ?", world.partner))
                .isZero();
    }

    @Test
    void theFirstRowsGetTheLastPlacesTheNextRowsWaitAndTheRestIsRefused() {
        World world = new World();
        world.capacity = 3;
        world.waitingListSize = 2;
        world.publish();
        world.enrolled();

        Response answer = world.importing(
                IntStream.range(0, 6).mapToObj(i -> row(world, "")).toArray(String[]::new));

        answer.then()
                .statusCode(200)
                .body("counts.accepted", is(4))
                .body("rows.state", contains("CONFIRMED", "CONFIRMED", "WAITLISTED", "WAITLISTED", null, null))
                .body("rows[4].errors.code", contains("waiting-list-full"));
        assertThat(world.place()).containsEntry("used", 3L).containsEntry("waiting", 2L);
        assertThat(world.seat()).containsEntry("used", 3L);
        Api.as(world.token())
                .body("{\"reason\":\"frees a place\"}")
                .post("/v1/enrollments/" + answer.path("rows[0].enrollmentId") + "/cancellation")
                .then()
                .statusCode(200);
        String head = answer.path("rows[2].enrollmentId");
        await().until(() -> Api.as(world.token())
                .get("/v1/enrollments/" + head)
                .path("state")
                .equals("CONFIRMED"));
        Api.as(world.token())
                .get("/v1/enrollments/" + answer.path("rows[3].enrollmentId"))
                .then()
                .body("state", equalTo("WAITLISTED"));
    }

    @Test
    void eachRowCountsAgainstTheQuotaOfItsOwnTraining() {
        World world = new World();
        UUID family = UUID.randomUUID();
        world.seatQuotas =
                "[{\"id\":\"%s\",\"academicYear\":\"2026-2027\",\"family\":\"BTS\",\"seats\":1},{\"id\":\"%s\",\"academicYear\":\"2026-2027\",\"seats\":5}]"
                        .formatted(family, world.quota);
        world.publish();

        world.importing(row(world, ""), row(world, ""))
                .then()
                .body("rows[0].state", equalTo("CONFIRMED"))
                .body("rows[1].errors.code", contains("no-seat-left"));
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(World.number("select used from seat_counter where id = ?", family))
                .isEqualTo(1);
    }

    @Test
    void aStudentIsEnrolledOnceOnAnOfferingAlsoWithinOneImport() {
        World world = World.published();
        String student = world.registeredStudent();
        String row =
                "{\"reference\":\"%s\",\"offeringId\":\"" + world.offering + "\",\"studentId\":\"" + student + "\"}";

        world.importing(row.formatted("a"), row.formatted("b"), row.formatted("a"))
                .then()
                .body("counts.accepted", is(1))
                .body("rows[1].errors.code", contains("already-enrolled"))
                .body("rows[2].outcome", equalTo("REPEATED"));
        world.importing(row.formatted("c")).then().body("rows[0].errors.code", contains("already-enrolled"));
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    @Test
    void anIneIsRegisteredOnceAlsoWithinOneImport() {
        World world = World.published();
        String ine = World.ine();
        String first = row(world, "").replace("\"givenNames\"", "\"ine\":\"" + ine + "\",\"givenNames\"");
        String second = row(world, "").replace("\"givenNames\"", "\"ine\":\"" + ine + "\",\"givenNames\"");

        Response answer = world.importing(first, second);

        String student = answer.path("rows[0].studentId");
        answer.then()
                .body("counts.accepted", is(1))
                .body("rows[1].errors.code", contains("student-already-registered"))
                .body("rows[1].errors.column", contains("ine"))
                .body("rows[1].existingId", equalTo(student));
        world.importing(second)
                .then()
                .body("rows[0].errors.code", contains("student-already-registered"))
                .body("rows[0].existingId", equalTo(student));
    }

    @Test
    void aReenrollmentRefersToThePreviousEnrollmentOfTheSameStudent() {
        World world = World.published();
        World next = World.sharingPartnerOf(world).publish();
        Response earlier = world.enroll();
        String row = "{\"offeringId\":\"%s\",\"studentId\":\"%s\",\"previousEnrollmentId\":\"%s\"}";

        Response answer = next.importing(
                row.formatted(next.offering, earlier.path("studentId"), earlier.path("id")),
                row.formatted(next.offering, next.registeredStudent(), earlier.path("id")));

        answer.then().body("rows[1].errors.column", contains("previousEnrollmentId"));
        Api.as(next.token())
                .get("/v1/enrollments/" + answer.path("rows[0].enrollmentId"))
                .then()
                .body("previousEnrollmentId", equalTo(earlier.path("id")));
    }

    @Test
    void anOfficerImportsForAnyPartnerAndAPartnerOnlyUnderItsOwnAgreements() {
        World world = World.published();
        World other = World.published();

        world.importingAs(Tokens.withRole("enrollment-officer"), key(), row(world, ""))
                .then()
                .statusCode(200)
                .body("counts.accepted", is(1));
        world.importingAs(other.token(), key(), row(world, ""))
                .then()
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/agreementId"));
        assertThat(World.number(
                        "select count(*) from enrollment where agreement_id = ? and partner_id = ?",
                        world.agreement,
                        world.partner))
                .isEqualTo(1);
    }

    @Test
    void aRetryGetsTheSameAnswerAndEnrollsOnce() {
        World world = World.published();
        String key = key();
        String row = row(world, "");

        String first = world.importingAs(world.token(), key, row).asString();
        Response again = world.importingAs(world.token(), key, row);

        again.then().statusCode(200).header("Idempotency-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first);
        assertThat(world.seat()).containsEntry("used", 1L);
        world.importingAs(world.token(), key, row(world, "")).then().spec(problem(422, "idempotency-key-reused"));
        Api.as(world.token())
                .contentType("text/csv")
                .body("offeringId")
                .post("/v1/imports?agreementId=" + world.agreement)
                .then()
                .spec(problem(400, "missing-idempotency-key"));
    }

    @Test
    void anImportPublishesOneEventPerEnrollmentAndPerCounter() {
        World world = World.published();
        Response answer = world.importing(row(world, ""), row(world, ""));
        String second = answer.path("rows[1].enrollmentId");

        await().untilAsserted(() -> {
            assertThat(TestTopics.read("enrollment.enrollments.v1", second)).hasSize(1);
            assertThat(TestTopics.read("enrollment.seats.v1", world.quota.toString()))
                    .last()
                    .satisfies(seats -> assertThat(seats.value()).contains("\"used\":2"));
            assertThat(TestTopics.read("enrollment.places.v1", world.offering.toString()))
                    .last()
                    .satisfies(places -> assertThat(places.value()).contains("\"used\":2"));
        });
    }

    private static String row(World world, String more) {
        return """
               {%s"offeringId":"%s","student":%s}""".formatted(more, world.offering, World.student());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
