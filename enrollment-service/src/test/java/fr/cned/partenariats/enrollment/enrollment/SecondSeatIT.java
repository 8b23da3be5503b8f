package fr.cned.partenariats.enrollment.enrollment;

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
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One person gets one seat: students with the same names, birth date and birth place. */
@EnrollmentIT
class SecondSeatIT {

    private final String name = "Œuvrard " + World.ine();

    @Test
    void aSecondLiveEnrollmentOfTheSameIdentityIsRefused() {
        World world = World.published();
        Response first = world.enroll(request(world, student(name), ""));
        first.then().statusCode(201).body("possibleDuplicates", empty());

        String again = request(world, student(name.replace("Œ", "OE").replace("rard", "RARD")), "");
        world.enroll(again)
                .then()
                .spec(problem(409, "already-enrolled"))
                .body("errors.pointer", contains("/offeringId"))
                .body("existingId", equalTo(first.path("id")));
        Api.as(world.token())
                .body(again)
                .post("/v1/eligibility-checks")
                .then()
                .body("eligible", is(false))
                .body("blocking.code", contains("already-enrolled"))
                .body("existingId", equalTo(first.path("id")))
                .body("possibleDuplicates", contains(first.<String>path("studentId")));
        assertThat(world.seat()).containsEntry("used", 1L);
        assertThat(World.number("select count(*) from student where partner_id = ?", world.partner))
                .isEqualTo(1);
    }

    @Test
    void aDistinctPersonGetsASeatAndTheHistorySaysSo() {
        World world = World.published();
        Response first = world.enroll(request(world, student(name), ""));

        Response second = world.enroll(request(world, student(name), "\"distinctPerson\":true,"));

        second.then()
                .statusCode(201)
                .body("possibleDuplicates", contains(first.<String>path("studentId")))
                .body("history[0].distinctPerson", is(true));
        Api.as(world.token())
                .get("/v1/enrollments/" + second.path("id"))
                .then()
                .body("history[0].distinctPerson", is(true))
                .body("possibleDuplicates", nullValue())
                .body("warnings", nullValue());
        world.enroll(request(world, student(name), "")).then().spec(problem(409, "already-enrolled"));
    }

    @Test
    void aReleasedSeatAnotherOfferingOrAnotherIneIsNoSecondSeat() {
        World world = World.published();
        World other = World.sharingPartnerOf(world).publish();
        Response first =
                world.enroll(request(world, student(name), "").replace("}}", ",\"ine\":\"" + World.ine() + "\"}}"));
        other.enroll(request(other, student(name), ""))
                .then()
                .statusCode(201)
                .body("possibleDuplicates", contains(first.<String>path("studentId")));
        world.enroll(request(world, student(name), "").replace("}}", ",\"ine\":\"" + World.ine() + "\"}}"))
                .then()
                .statusCode(201);

        World alone = World.published();
        String id = alone.enroll(request(alone, student(name), "")).path("id");
        Api.as(alone.token())
                .body("{\"reason\":\"entered by mistake\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
        alone.enroll(request(alone, student(name), "")).then().statusCode(201);
    }

    @Test
    void anotherPartnersStudentIsNoDuplicateForAPartner() {
        World world = World.published();
        World other = World.published();
        String foreign = other.enroll(request(other, student(name), "")).path("studentId");

        world.enroll(request(world, student(name), "")).then().statusCode(201).body("possibleDuplicates", empty());
        World next = World.sharingPartnerOf(world).publish();
        List<String> seen = Api.as(Tokens.withRole("enrollment-officer"))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(request(next, student(name), ""))
                .post("/v1/enrollments")
                .path("possibleDuplicates");
        assertThat(seen).hasSize(2).contains(foreign);
    }

    @Test
    void oneImportGivesOneSeatToOneIdentity() {
        World world = World.published();
        String row = "{%s\"offeringId\":\"" + world.offering + "\",\"student\":" + student(name) + "}";

        Response answer = world.importing(
                row.formatted(""), row.formatted("\"reference\":\"b\","), row.formatted("\"distinctPerson\":true,"));

        answer.then()
                .statusCode(200)
                .body("counts.accepted", is(2))
                .body("rows[0].possibleDuplicates", nullValue())
                .body("rows[1].errors.code", contains("already-enrolled"))
                .body("rows[1].existingId", equalTo(answer.path("rows[0].enrollmentId")))
                .body("rows[2].possibleDuplicates", contains(answer.<String>path("rows[0].studentId")));
        world.importing(row.formatted("\"reference\":\"c\","))
                .then()
                .body("rows[0].errors.code", contains("already-enrolled"));
        assertThat(world.seat()).containsEntry("used", 2L);
    }

    /** The rows are stored in the order of their references. */
    @Test
    void oneImportRegistersTwoPersonsOfOneIdentityInAnyOrder() {
        World world = World.published();
        String row = "{%s\"agreementId\":\"" + world.agreement + "\",\"offeringId\":\"" + world.offering
                + "\",\"student\":" + student(name) + "}";

        world.importing(
                        row.formatted("\"reference\":\"b\","),
                        row.formatted("\"reference\":\"a\",\"distinctPerson\":true,"))
                .then()
                .statusCode(200)
                .body("counts.accepted", is(2));
    }

    @Test
    void aTransferOntoAnOfferingWithTheSameIdentityIsRefused() {
        World world = World.published();
        World target = World.sharingPartnerOf(world).publish();
        String transferred = world.enroll(request(world, student(name), "")).path("id");
        target.enroll(request(target, student(name), "")).then().statusCode(201);

        transfer(world, transferred, target, "").then().spec(problem(409, "already-enrolled"));
        transfer(world, transferred, target, ",\"distinctPerson\":true").then().statusCode(201);
    }

    @Test
    void aTransferToAnotherAgreementKeepsBothOfTwoDistinctPersons() {
        World world = World.published();
        World renewed = World.sharingPartnerOf(world).publish();
        String first = world.enroll(request(world, student(name), "")).path("id");
        world.enroll(request(world, student(name), "\"distinctPerson\":true,"))
                .then()
                .statusCode(201);

        Api.as(world.token())
                .body("""
                        {"offeringId":"%s","agreementId":"%s","reason":"renewed"}""".formatted(world.offering, renewed.agreement))
                .post("/v1/enrollments/" + first + "/transfer")
                .then()
                .statusCode(201);
    }

    /** Both requests pass the rules before one of them commits. */
    @Test
    void oneOfSeveralSimultaneousRequestsWins() throws Exception {
        World world = World.published();
        World waiting = World.sharingPartnerOf(world);
        waiting.capacity = 0;
        waiting.waitingListSize = 9;
        waiting.publish();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            for (World each : List.of(world, waiting)) {
                for (int round = 0; round < 5; round++) {
                    String request = request(each, student(name + round), "");
                    String row = request.replaceAll("\"agreementId\":\"[^\"]*\",", "");
                    Callable<Boolean> registration = () -> isRegistered(each.enroll(request));
                    Callable<Boolean> imported =
                            () -> "ACCEPTED".equals(each.importing(row).path("rows[0].outcome"));
                    List<Future<Boolean>> answers = pool.invokeAll(
                            Stream.of(registration, registration, imported, registration, imported, registration)
                                    .toList());
                    long won = 0;
                    for (Future<Boolean> answer : answers) {
                        won += answer.get() ? 1 : 0;
                    }
                    assertThat(won).as("round " + round).isEqualTo(1);
                }
            }
        } finally {
            pool.shutdown();
        }
        assertThat(world.seat()).containsEntry("used", 5L);
        assertThat(waiting.place()).containsEntry("waiting", 5L);
    }

    private static boolean isRegistered(Response answer) {
        if (answer.statusCode() != 201) {
            assertThat(answer.<String>path("code")).as(answer.asString()).isIn("already-enrolled", "concurrent-change");
        }
        return answer.statusCode() == 201;
    }

    private static Response transfer(World world, String id, World target, String more) {
        return Api.as(world.token())
                .body("""
                        {"offeringId":"%s","agreementId":"%s","reason":"moved"%s}""".formatted(target.offering, target.agreement, more))
                .post("/v1/enrollments/" + id + "/transfer");
    }

    private static String request(World world, String student, String more) {
        return """
               {%s"agreementId":"%s","offeringId":"%s","student":%s}""".formatted(more, world.agreement, world.offering, student);
    }

    private static String student(String familyName) {
        return """
               {"familyName":"%s","givenNames":"Zoé","birthDate":"2004-05-06","birthPlace":"Quimperlé"}""".formatted(familyName);
    }
}
