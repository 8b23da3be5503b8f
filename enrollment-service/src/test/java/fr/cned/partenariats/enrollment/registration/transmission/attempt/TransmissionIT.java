package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was sent to be registered, and what became of it. */
@EnrollmentIT
class TransmissionIT {

    private static final String DAYS = "/v1/transmissions";
    private static final String ATTEMPTS = "/v1/transmissions/attempts";

    @Inject
    AttemptLog log;

    @Inject
    RefusedRequests refused;

    @Inject
    TransmissionJobs jobs;

    @Inject
    AttemptsOfTheDay day;

    @Inject
    Clock clock;

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static ValidatableResponse days(World world) {
        return Api.as(world.token()).get(DAYS).then().statusCode(200);
    }

    private static ValidatableResponse attempts(World world, String query) {
        return Api.as(world.token()).get(ATTEMPTS + query).then().statusCode(200);
    }

    @Test
    void aDayCountsEachAttemptOnce() {
        World world = World.published();
        String key = key();
        String request = world.request("\"reference\":\"A-1\",");
        world.enroll(request, key).then().statusCode(201);
        world.enroll(request, key).then().statusCode(201).header("Idempotency-Replayed", "true");
        world.enroll().then().statusCode(201);
        world.enroll(world.request("\"reference\":\"A-1\",")).then().spec(problem(409, "reference-already-used"));

        days(world)
                .body("items", hasSize(1))
                .body("items[0].day", equalTo(World.today().toString()))
                .body("items[0].partnerId", equalTo(world.partner.toString()))
                .body("items[0].client", equalTo("test-partner-" + world.partner))
                .body("items[0].sent", equalTo(3))
                .body("items[0].accepted", equalTo(2))
                .body("items[0].refused", equalTo(1))
                .body("items[0].pending", equalTo(0))
                .body("items[0].codes.code", contains("reference-already-used"))
                .body("items[0].codes.count", contains(1));
    }

    @Test
    void refusedAttemptsAreListedWithKeyReferenceAndCode() {
        World world = World.published();
        String first = key();
        world.enroll(world.request("\"reference\":\"A-1\","), first);
        String second = key();
        world.enroll(world.request("\"reference\":\"A-1\","), second);

        attempts(world, "?outcome=REFUSED")
                .body("items", hasSize(1))
                .body("items[0].key", equalTo(second))
                .body("items[0].reference", equalTo("A-1"))
                .body("items[0].code", equalTo("reference-already-used"))
                .body("items[0].outcome", equalTo("REFUSED"))
                .body("items[0].sentOn", equalTo(World.today().toString()))
                .body("items[0].row", nullValue());
        attempts(world, "?outcome=ACCEPTED").body("items.key", contains(first)).body("items[0].code", nullValue());
        attempts(world, "?code=no-seat-left").body("items", hasSize(0));
        Response page = Api.as(world.token()).get(ATTEMPTS + "?limit=1");
        page.then().body("items.key", contains(first));
        attempts(world, "?limit=1&cursor=" + page.path("next"))
                .body("items.key", contains(second))
                .body("next", nullValue());
        Instant later = Instant.parse(page.path("items[0].at")).plusMillis(1);
        attempts(world, "?to=" + later).body("items.key", contains(first));
        attempts(world, "?from=" + later).body("items.key", contains(second));
    }

    @Test
    void eachRowOfAnImportIsAnAttempt() {
        World world = World.published();
        String student = World.student();
        world.importing(row(world, "R-0", student), row(world, "R-1", student), row(world, "R-2", World.student()))
                .then()
                .statusCode(200)
                .body("counts.accepted", equalTo(2));

        days(world).body("items.sent", contains(3)).body("items.accepted", contains(2));
        attempts(world, "")
                .body("items.row", contains(1, 2, 3))
                .body("items.reference", contains("R-0", "R-1", "R-2"))
                .body("items.outcome", contains("ACCEPTED", "REFUSED", "ACCEPTED"));
    }

    private static String row(World world, String reference, String student) {
        return "{\"reference\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                .formatted(reference, world.offering, student);
    }

    /** The limit of tests is 1 000. The rows of files and what is only counted do not fill the day. */
    @Test
    void aPartnerThatHasFilledItsDayIsCountedButLeavesNoRow() {
        World full = World.published();
        World counted = World.published();
        sent(full, 999, null);
        sent(counted, 1_000, UUID.randomUUID());
        count(counted, 1_000);
        day.find();
        full.enroll().then().statusCode(201);
        day.find();

        full.enroll()
                .then()
                .spec(problem(429, "attempts-of-the-day"))
                .header("Retry-After", Integer::parseInt, allOf(greaterThan(0), lessThanOrEqualTo(25 * 3_600)));
        full.importing(row(full, "R-0", World.student())).then().spec(problem(429, "attempts-of-the-day"));
        day.find(); // keeps the partners of the day
        full.enroll().then().spec(problem(429, "attempts-of-the-day"));
        refused.flush();
        days(full)
                .body("items[0].sent", equalTo(1_003))
                .body("items[0].refused", equalTo(3))
                .body("items[0].codes.code", contains("attempts-of-the-day"));
        assertThat(World.number("select count(*) from transmission_attempt where partner_id = ?", full.partner))
                .isEqualTo(1_000);
        counted.enroll().then().statusCode(201);
    }

    private void sent(World world, int attempts, UUID importId) {
        World.execute(
                """
                insert into transmission_attempt (at, sent_on, partner_id, client, import_id)
                select ?, ?, ?, ?, ? from generate_series(1, ?)""",
                clock.instant().atOffset(ZoneOffset.UTC),
                World.today(),
                world.partner,
                "test-partner-" + world.partner,
                importId,
                attempts);
        count(world, attempts);
    }

    private static void count(World world, int attempts) {
        World.execute(
                "insert into transmission_delta (sent_on, partner_id, client, code, attempts) values (?, ?, ?, '', ?)",
                World.today(),
                world.partner,
                "test-partner-" + world.partner,
                attempts);
    }

    @Test
    void aRequestRefusedBeforeItIsJudgedIsCounted() {
        World world = World.published();
        String malformed = key();
        world.enroll("{\"agreementId\":", malformed).then().statusCode(400);
        world.enroll("{}").then().spec(problem(400, "invalid-request"));
        Api.as(world.token())
                .body(world.request())
                .post("/v1/enrollments")
                .then()
                .statusCode(400); // no key
        Api.as(Tokens.partnerWithScopes(world.partner, "enrollments:read"))
                .header("Idempotency-Key", key())
                .body(world.request())
                .post("/v1/enrollments")
                .then()
                .spec(problem(403, "missing-scope"));
        Api.as(world.token())
                .header("Idempotency-Key", key())
                .contentType("text/csv")
                .body("unknown")
                .post("/v1/imports")
                .then()
                .statusCode(400);

        await().untilAsserted(() -> days(world)
                .body("items.sent", contains(5))
                .body("items.refused", contains(5))
                .body("items[0].codes.find { it.code == 'missing-scope' }.count", equalTo(1))
                .body("items[0].codes.find { it.code == 'missing-idempotency-key' }.count", equalTo(1)));
        attempts(world, "").body("items.findAll { it.key == '" + malformed + "' }", hasSize(1));
    }

    @Test
    void aRequestWithoutATokenIsNoOnesAttempt() {
        long before = World.number("select count(*) from transmission_attempt");
        Api.anonymous().body("{}").post("/v1/enrollments").then().statusCode(401);
        refused.flush();
        assertThat(World.number("select count(*) from transmission_attempt")).isEqualTo(before);
    }

    @Test
    void anotherPartnerSeesNothingAndAnOfficerSeesAll() {
        World world = World.published();
        world.enrolled();
        String officer = Tokens.withRole("enrollment-officer");
        String stranger = Tokens.partner(UUID.randomUUID());
        String query = "?partnerId=" + world.partner;

        Api.as(stranger).get(DAYS + query).then().statusCode(200).body("items", hasSize(0));
        Api.as(stranger).get(ATTEMPTS + query).then().statusCode(200).body("items", hasSize(0));
        Api.as(officer).get(DAYS + query).then().statusCode(200).body("items.accepted", contains(1));
        Api.as(officer).get(ATTEMPTS + query).then().statusCode(200).body("items", hasSize(1));
        Api.as(officer)
                .get(DAYS + query + "&client=other")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    /** The counts of a partner are those of its own clients: they tell whether its program works. */
    @Test
    void anAttemptOfTheStaffBelongsToNoPartner() {
        World world = World.published();
        String key = key();
        Api.as(Tokens.withRole("enrollment-officer"))
                .header("Idempotency-Key", key)
                .body(world.request("\"partnerId\":\"" + world.partner + "\","))
                .post("/v1/enrollments")
                .then()
                .statusCode(201);

        days(world).body("items", hasSize(0));
        assertThat(World.number(
                        "select count(*) from transmission_attempt where key = ? and partner_id is null and code is null",
                        key))
                .isEqualTo(1);
        Api.as(Tokens.withRole("enrollment-officer"))
                .get(DAYS + "?client=test-enrollment-officer")
                .then()
                .statusCode(200)
                .body("items[0].partnerId", nullValue());
    }

    @Test
    void daysArePagedNewestFirstAndFoldedOnce() {
        World world = World.published();
        world.enrolled();
        LocalDate today = World.today();
        for (int day = 1; day <= 3; day++) {
            World.execute(
                    "insert into transmission_delta values (?, ?, 'old', '', 2), (?, ?, 'old', 'not-found', 1)",
                    today.minusDays(day),
                    world.partner,
                    today.minusDays(day),
                    world.partner);
        }
        List<Object> before = days(world).extract().path("items");

        jobs.fold();
        jobs.fold();

        assertThat(World.number("select count(*) from transmission_delta where partner_id = ?", world.partner))
                .isZero();
        assertThat(days(world).extract().<List<Object>>path("items"))
                .isEqualTo(before)
                .hasSize(4);
        Response page = Api.as(world.token()).get(DAYS + "?limit=2");
        page.then()
                .body("items.day", contains(today.toString(), today.minusDays(1).toString()));
        Api.as(world.token())
                .get(DAYS + "?limit=2&cursor=" + page.path("next"))
                .then()
                .body(
                        "items.day",
                        contains(
                                today.minusDays(2).toString(),
                                today.minusDays(3).toString()))
                .body("items.sent", contains(3, 3))
                .body("next", nullValue());
        Api.as(world.token())
                .get(DAYS + "?from=" + today.minusDays(2) + "&to=" + today.minusDays(2))
                .then()
                .body("items.day", contains(today.minusDays(2).toString()));
    }

    @Test
    void attemptsAreDeletedAfterThirtyDaysAndCountsAfterThreeYears() {
        World world = World.published();
        world.enrolled();
        world.enrolled();
        World.execute(
                "update transmission_attempt set at = ? where ctid = (select min(ctid) from transmission_attempt"
                        + " where partner_id = ?)",
                clock.instant().minus(TransmissionJobs.ATTEMPTS_KEPT).atOffset(ZoneOffset.UTC),
                world.partner);
        LocalDate oldest = World.today().minus(TransmissionJobs.DAYS_KEPT);
        World.execute(
                "insert into transmission_day values (?, ?, 'x', '', 1), (?, ?, 'x', '', 1)",
                oldest,
                world.partner,
                oldest.minusDays(1),
                world.partner);

        jobs.deleteOld();

        attempts(world, "").body("items", hasSize(1));
        Api.as(world.token())
                .get(DAYS + "?from=2000-01-01")
                .then()
                .body("items.day", contains(World.today().toString(), oldest.toString()))
                .body("items.accepted", contains(2, 1));
    }

    /** The process stopped after the commit, before it knew of it. */
    @Test
    void aReportIsCountedOnce() {
        World world = World.published();
        UUID report = UUID.randomUUID();
        Sender sender = new Sender(world.partner, "x");
        List<Attempt> listed = List.of(
                new Attempt(clock.instant(), World.today(), sender, "k", null, null, null, null, "invalid-request"));
        List<AttemptCount> counted = List.of(new AttemptCount(World.today(), sender, "rate-limited", 5));

        log.recordOnce(report, listed, counted);
        log.recordOnce(report, listed, counted);

        days(world)
                .body("items.sent", contains(6))
                .body("items[0].codes.code", contains("rate-limited", "invalid-request"));
    }

    @Test
    void requestsBeyondTheListAreCounted() {
        World world = World.published();
        refused.flush();
        Sender sender = new Sender(world.partner, "x");
        for (int i = 0; i < RefusedRequests.MAX_LISTED + 7; i++) {
            refused.add(new Attempt(
                    clock.instant(), World.today(), sender, null, null, null, null, null, "invalid-request"));
        }

        await().untilAsserted(() -> days(world).body("items.refused", contains(RefusedRequests.MAX_LISTED + 7)));
    }

    @Test
    void anErasureRemovesTheReferenceAlsoOfTheRefusedAttemptBefore() {
        World world = World.published();
        world.enroll(world.request("\"reference\":\"A-1\",\"siteId\":\"" + UUID.randomUUID() + "\","))
                .then()
                .statusCode(409);
        world.enroll(world.request("\"reference\":\"A-2\",\"siteId\":\"" + UUID.randomUUID() + "\","));
        Response enrolled = world.enroll(world.request("\"reference\":\"A-1\","));
        enrolled.then().statusCode(201);
        Api.as(world.token())
                .get("/v1/students/" + enrolled.path("studentId") + "/export")
                .then()
                .statusCode(200)
                .body("sections.transmissionAttempts.reference", contains("A-1", "A-1"));
        Api.as(world.token())
                .body("{\"reason\":\"left\"}")
                .post("/v1/enrollments/" + enrolled.path("id") + "/cancellation")
                .then()
                .statusCode(200);
        Api.as(Tokens.withRole("enrollment-officer"))
                .post("/v1/students/" + enrolled.path("studentId") + "/erasure")
                .then()
                .statusCode(200);

        attempts(world, "").body("items.reference", contains(null, "A-2", null));
    }

    @Test
    void aListIsOneStatementAndItsTimeLimit() {
        World world = World.published();
        world.enrolled();
        assertThat(SqlCount.total(World.statements(() -> days(world)))).isEqualTo(SqlCount.SCOPE + 2);
        assertThat(SqlCount.total(World.statements(() -> attempts(world, "")))).isEqualTo(SqlCount.SCOPE + 2);
    }
}
