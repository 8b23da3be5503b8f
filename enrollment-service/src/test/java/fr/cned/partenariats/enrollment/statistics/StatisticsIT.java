package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of enrollments by dimension. {@link StatisticsScopeIT} has who counts what. */
@EnrollmentIT
class StatisticsIT {

    /** Codes that no other test uses. */
    private final String campus = "CAMPUS_" + World.ine();

    private final String academy = "ACADEMY_" + World.ine();

    static World hosted(String family, String... networks) {
        World world = new World();
        world.family = family;
        world.scope = "{}";
        world.labels = Stream.of(networks)
                .map(code -> "{\"networkId\":\"" + UUID.randomUUID() + "\",\"networkCode\":\"" + code
                        + "\",\"labelledFrom\":\"2017-01-01\"}")
                .toList()
                .toString();
        return world.publish();
    }

    static String enrollAtSite(World world) {
        var answer = world.enroll(world.request("\"siteId\":\"" + world.site + "\","));
        answer.then().statusCode(201);
        return answer.path("id");
    }

    @Test
    void enrollmentsThroughTwoNetworksAreCountedInEachAndOnceInTotal() {
        World both = hosted("BTS", campus, academy);
        World one = hosted("BTS", campus);
        World licence = hosted("LICENCE", academy);
        enrollAtSite(both);
        enrollAtSite(one);
        enrollAtSite(one);
        enrollAtSite(licence);
        one.enrolled();

        count("groupBy=network&family=BTS&network=" + campus + "&network=" + academy)
                .body("total.enrollments", is(3))
                .body("items.key", contains(academy, campus))
                .body("items.enrollments", contains(1, 3));
    }

    @Test
    void anEndedLabelStillCountsTheEnrollmentsOfItsTime() {
        World world = hosted("BTS", campus);
        registeredTwoMonthsAgo(enrollAtSite(world));
        enrollAtSite(world);
        LocalDate lastDay = World.today().minusDays(7);
        world.labels = world.labels.replace("\"2017-01-01\"", "\"2017-01-01\",\"labelledTo\":\"" + lastDay + "\"");
        world.publishAgain();

        count("network=" + campus).body("total.enrollments", is(1));
        count("network=" + campus + "&asOf=" + lastDay).body("total.enrollments", is(1));
        count("groupBy=network&partnerId=" + world.partner)
                .body("total.enrollments", is(2))
                .body("items.key", contains(campus, null))
                .body("items.enrollments", contains(1, 1));
    }

    @Test
    void anEnrollmentCountsForTheSiteOfTheDay() {
        World world = hosted("BTS", campus);
        World second = World.sharingPartnerOf(world);
        second.labels = world.labels.replace(campus, academy);
        second.publish();
        String id = enrollAtSite(world);
        registeredTwoMonthsAgo(id);
        LocalDate day = World.today().minusDays(7);
        Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"reason\":\"nearer\",\"effectiveOn\":\"%s\"}".formatted(second.site, day))
                .post("/v1/enrollments/" + id + "/site-change")
                .then()
                .statusCode(200);
        String query = "groupBy=site,network&partnerId=" + world.partner;

        count(query)
                .body("items.key", contains(second.site.toString()))
                .body("items.secondKey", contains(academy))
                .body("total.enrollments", is(1));
        count(query + "&asOf=" + day).body("items.key", contains(second.site.toString()));
        count(query + "&asOf=" + day.minusDays(1))
                .body("items.key", contains(world.site.toString()))
                .body("items.secondKey", contains(campus))
                .body("total.enrollments", is(1));
        count("siteId=" + world.site).body("total.enrollments", is(0));
        count("network=" + campus + "&asOf=" + day.minusDays(1)).body("total.enrollments", is(1));
    }

    private static void registeredTwoMonthsAgo(String id) {
        World.execute("""
                update enrollment set registered_at = registered_at - interval '2 months',
                  history = jsonb_set(history, '{0,at}', to_jsonb(registered_at - interval '2 months'))
                where id = ?""", UUID.fromString(id));
        CountedStatistics.logged(UUID.fromString(id));
    }

    @Test
    void theShareOfHostedStudentsIsCountedByFamily() {
        World bts = hosted("BTS", campus);
        World licence = hosted("LICENCE", academy);
        enrollAtSite(bts);
        enrollAtSite(licence);
        enrollAtSite(licence);
        licence.enrolled();

        count("groupBy=family&hosted=true&network=" + campus + "&network=" + academy)
                .body("total.students", is(3))
                .body("items.key", contains("BTS", "LICENCE"))
                .body("items[0].shareOfStudents", is(0.3333f))
                .body("items[1].students", is(2));
    }

    @Test
    void enrollmentsThatAwaitAnOpcosDecisionAreCounted() {
        World world = World.published();
        world.enrolled();
        var waiting = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"));
        String query = "funding=OPCO&fundingState=REQUESTED&partnerId=" + world.partner;
        count(query).body("total.enrollments", is(1)).body("items", hasSize(0));
        count("groupBy=funding&partnerId=" + world.partner)
                .body("items.key", contains("INDIVIDUAL", "OPCO"))
                .body("items.enrollments", contains(1, 1));

        Api.as(Tokens.withRole("enrollment-officer"))
                .post("/v1/enrollments/" + waiting.path("id") + "/funding-lines/" + waiting.path("fundings[0].id")
                        + "/approval")
                .then()
                .statusCode(200);

        count(query).body("total.enrollments", is(0));
    }

    @Test
    void aPastDayShowsTheStatesOfThatDay() {
        World world = World.published();
        String id = world.enrolled();
        World.execute("""
                update enrollment set registered_at = registered_at - interval '10 days',
                  history = jsonb_set(history, '{0,at}', to_jsonb(registered_at - interval '10 days'))
                where id = ?""", UUID.fromString(id));
        Api.as(world.token())
                .body("{\"reason\":\"x\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
        String mine = "&partnerId=" + world.partner;

        count("groupBy=state" + mine).body("items.key", contains("CANCELLED"));
        count("groupBy=state&asOf=" + World.today().minusDays(1) + mine).body("items.key", contains("CONFIRMED"));
        count("asOf=" + World.today().minusDays(1) + mine).body("total.enrollments", is(1));
        count("asOf=" + World.today().minusDays(11) + mine).body("total.enrollments", is(0));
        count(mine.substring(1)).body("total.enrollments", is(0));
    }

    /** A result without a decision of a jury counts from the day on which it was recorded. */
    @Test
    void resultsAndTheSuccessRateAreCountedInEachGroup() {
        World world = Weeks.started();
        world.publish();
        List<String> results = List.of("PASSED", "PASSED", "FAILED", "UNKNOWN");
        List<String> ids = results.stream().map(result -> enrollAtSite(world)).toList();
        world.enrolled();
        ScheduledChanges.run();
        for (int i = 0; i < ids.size(); i++) {
            record(ids.get(i), "completion", "{\"result\":{\"state\":\"%s\"}}".formatted(results.get(i)));
        }
        String query = "groupBy=site&partnerId=" + world.partner;
        count(query)
                .body("total.results.passed", is(2))
                .body("total.results.failed", is(1))
                .body("total.results.unknown", is(1))
                .body("total.results.successRate", is(0.6667f))
                .body("items[0].results.successRate", is(0.6667f))
                .body("items[1].results.passed", is(0))
                .body("items[1].results.successRate", nullValue());

        ids.forEach(StatisticsIT::completedAWeekAgo);
        record(
                ids.get(3),
                "result-correction",
                "{\"reason\":\"known now\",\"result\":{\"state\":\"FAILED\",\"score\":9}}");

        count(query).body("total.results.unknown", is(0)).body("total.results.successRate", is(0.5f));
        count(query + "&asOf=" + World.today().minusDays(1))
                .body("total.results.unknown", is(1))
                .body("total.results.successRate", is(0.6667f));
        count(query + "&asOf=" + World.today().minusDays(8)).body("total.results.passed", is(0));
    }

    private static void record(String enrollment, String change, String body) {
        String path = "/v1/enrollments/" + enrollment;
        RequestSpecification officer = Api.as(Tokens.withRole("enrollment-officer"));
        String tag = officer.get(path).header("ETag");
        Api.as(Tokens.withRole("enrollment-officer"))
                .header("If-Match", tag)
                .body(body)
                .post(path + "/" + change)
                .then()
                .statusCode(200);
    }

    private static void completedAWeekAgo(String enrollment) {
        UUID id = UUID.fromString(enrollment);
        World.execute("""
                update enrollment set registered_at = registered_at - interval '20 days', history =
                  (select jsonb_agg(jsonb_set(move, '{at}', to_jsonb(cast(move ->> 'at' as timestamptz)
                            - case when move ->> 'to' = 'COMPLETED' then interval '7 days' else interval '20 days' end))
                            order by step)
                   from jsonb_array_elements(history) with ordinality as h (move, step))
                where id = ?""", id);
        CountedStatistics.logged(id);
    }

    /** A part of the OPCO's line went to the student today. */
    @Test
    void amountsAreThoseOfTheLinesOfTheDay() {
        World world = World.published();
        Response half = world.enroll(world.request(
                "\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"));
        registeredTwoMonthsAgo(half.path("id"));
        onFirstLine(
                half,
                "partial-approval",
                "{\"amount\":300.50,\"rest\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"capped\"}");
        Response refused = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"));
        onFirstLine(refused, "refusal", "{\"reason\":\"no budget\"}");
        String mine = "agreementId=" + world.agreement;
        String yesterday = "&asOf=" + World.today().minusDays(1);

        count(mine + "&groupBy=funding")
                .body("total.amounts.agreed", is(900f))
                .body("total.amounts.approved", is(900f))
                .body("total.amounts.waiting", is(0f))
                .body("total.amounts.refused", is(900f))
                .body("items.key", contains("INDIVIDUAL", "OPCO"))
                .body("items.enrollments", contains(1, 1))
                .body("items.amounts.approved", contains(599.5f, 300.5f))
                .body("items.amounts.refused", contains(0f, 900f));
        count(mine + "&funding=OPCO").body("total.amounts.approved", is(300.5f));
        count(mine + "&fundingState=REFUSED&groupBy=partner")
                .body("total.enrollments", is(0))
                .body("items.enrollments", contains(0))
                .body("items.amounts.refused", contains(900f));
        count(mine + "&state=CONFIRMED").body("total.amounts.refused", is(0f));
        count(mine + "&groupBy=fundingState" + yesterday)
                .body("total.amounts.agreed", is(900f))
                .body("total.amounts.refused", is(0f))
                .body("items.key", contains("APPROVED", "REQUESTED"))
                .body("items.amounts.agreed", contains(500f, 400f));
        count(mine + "&funding=OPCO" + yesterday).body("total.amounts.waiting", is(400f));
        Api.as(Tokens.withRole("ops"))
                .get("/v1/statistics?groupBy=partner&" + mine)
                .then()
                .body("total.enrollments", is(1))
                .body("total.amounts", nullValue())
                .body("items[0].amounts", nullValue());
        asPartner(world, mine).body("total.amounts.agreed", is(900f));
    }

    private static void onFirstLine(Response enrollment, String action, String body) {
        Api.as(Tokens.withRole("enrollment-officer"))
                .body(body)
                .post("/v1/enrollments/" + enrollment.path("id") + "/funding-lines/" + enrollment.path("fundings[0].id")
                        + "/" + action)
                .then()
                .statusCode(200);
    }

    @TestFactory
    Stream<DynamicTest> eachDimensionGroupsByItsKey() {
        World world = hosted("BTS", campus);
        enrollAtSite(world);
        Map<String, String> keys = Map.of(
                "network", campus,
                "partner", world.partner.toString(),
                "agreement", world.agreement.toString(),
                "family", "BTS",
                "academicYear", "2026-2027",
                "state", "CONFIRMED",
                "site", world.site.toString(),
                "funding", "INDIVIDUAL",
                "fundingState", "APPROVED");
        return Stream.of(
                        "network",
                        "partner",
                        "agreement",
                        "family",
                        "training",
                        "department",
                        "region",
                        "academicYear",
                        "state",
                        "site",
                        "funding",
                        "fundingState",
                        "month")
                .map(dimension -> DynamicTest.dynamicTest(dimension, () -> {
                    ValidatableResponse counted = count("groupBy=" + dimension + "&partnerId=" + world.partner);
                    counted.body("items", hasSize(1)).body("items[0].enrollments", is(1));
                    if (keys.containsKey(dimension)) {
                        counted.body("items[0].key", equalTo(keys.get(dimension)));
                    }
                }));
    }

    @Test
    void eachFilterSelectsItsEnrollments() {
        World world = hosted("BTS", campus);
        enrollAtSite(world);
        String mine = "partnerId=" + world.partner + '&';
        for (String filter : new String[] {
            "agreementId=" + world.agreement,
            "family=BTS",
            "academicYear=2026-2027",
            "state=CONFIRMED",
            "state=CANCELLED&state=CONFIRMED",
            "funding=INDIVIDUAL",
            "fundingState=APPROVED",
            "hosted=true",
            "siteId=" + world.site,
            "network=" + campus
        }) {
            count(mine + filter).body("total.enrollments", is(1));
        }
        for (String filter : new String[] {
            "agreementId=" + UUID.randomUUID(),
            "family=DAEU",
            "academicYear=2025-2026",
            "state=CANCELLED",
            "funding=OPCO",
            "fundingState=REQUESTED",
            "hosted=false",
            "siteId=" + UUID.randomUUID(),
            "network=" + academy,
            "trainingCode=XX",
            "department=75",
            "region=Bretagne"
        }) {
            count(mine + filter).body("total.enrollments", is(0));
        }
    }

    @Test
    void twoDimensionsCountEachPairOfKeys() {
        World world = hosted("BTS", campus, academy);
        enrollAtSite(world);
        world.enrolled();
        String mine = "&partnerId=" + world.partner;

        count("groupBy=network,family" + mine)
                .body("total.enrollments", is(2))
                .body("items.key", contains(academy, campus, null))
                .body("items.secondKey", contains("BTS", "BTS", "BTS"))
                .body("items.enrollments", contains(1, 1, 1));
        count("groupBy=partner,training" + mine)
                .body("items.label", contains("Campus connecté (test)"))
                .body("items.secondLabel", contains("BTS (test)"));
    }

    @Test
    void pairsComeInPagesThroughAbsentKeys() {
        World world = hosted("BTS", campus, academy);
        enrollAtSite(world);
        world.enrolled();
        String query = "groupBy=network,site&limit=1&partnerId=" + world.partner;

        List<String> keys = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = count(query + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .body("items", hasSize(1))
                    .extract()
                    .response();
            keys.add(page.path("items[0].key") + " " + page.path("items[0].secondKey"));
            cursor = page.path("next");
        }
        assertThat(keys).containsExactly(academy + " " + world.site, campus + " " + world.site, "null null");
    }

    @Test
    void theMonthOfARegistrationIsThatOfParis() {
        World world = World.published();
        register(world, "2026-08-31T21:59:59Z");
        register(world, "2026-08-31T22:00:00Z");
        register(world, "2025-12-31T23:00:00Z");

        count("groupBy=month&partnerId=" + world.partner)
                .body("items.key", contains("2026-01", "2026-08", "2026-09"))
                .body("items.enrollments", contains(1, 1, 1));
        count("groupBy=month,state&partnerId=" + world.partner)
                .body("items.secondKey", contains("CONFIRMED", "CONFIRMED", "CONFIRMED"));
    }

    private static void register(World world, String at) {
        UUID enrollment = UUID.fromString(world.enrolled());
        World.execute("update enrollment set registered_at = cast(? as timestamptz) where id = ?", at, enrollment);
        CountedStatistics.logged(enrollment);
    }

    @Test
    void kindAndStateOfOneFundingLineArePaired() {
        World world = World.published();
        world.enroll(world.request(
                "\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"));

        count("groupBy=funding,fundingState&partnerId=" + world.partner)
                .body("items.key", contains("INDIVIDUAL", "OPCO"))
                .body("items.secondKey", contains("APPROVED", "REQUESTED"));
    }

    /** Two registrations of one person count once in each pair of keys. */
    @Test
    void mergedStudentsCountAsOnePersonInEachPair() {
        World first = World.published();
        World second = World.published();
        String one = first.enrolled();
        String other = second.enrolled();
        World.execute(
                "update enrollment set person_id = (select person_id from enrollment where id = ?) where id = ?",
                UUID.fromString(one),
                UUID.fromString(other));
        CountedStatistics.logged(UUID.fromString(other));

        count("groupBy=family,month&agreementId=" + first.agreement).body("items.students", contains(1));
        Api.as(first.token())
                .get("/v1/statistics?groupBy=family,month")
                .then()
                .body("total.students", is(1))
                .body("total.enrollments", is(1));
    }

    static ValidatableResponse asPartner(World world, String query) {
        CountedStatistics.refresh();
        return Api.as(world.token()).get("/v1/statistics?" + query).then().statusCode(200);
    }

    @Test
    void groupsComeInPagesWithTheEmptyKeyLast() {
        World world = hosted("BTS", campus, academy);
        enrollAtSite(world);
        world.enrolled();
        String query = "groupBy=network&limit=1&partnerId=" + world.partner;

        String second = count(query)
                .body("items.key", contains(academy))
                .body("total.enrollments", is(2))
                .extract()
                .path("next");
        String third = count(query + "&cursor=" + second)
                .body("items.key", contains(campus))
                .body("total.enrollments", is(2))
                .extract()
                .path("next");
        count(query + "&cursor=" + third)
                .body("items", hasSize(1))
                .body("items[0].key", nullValue())
                .body("next", nullValue());
        Api.as(Tokens.withRole("ops"))
                .get("/v1/statistics?groupBy=family&cursor=" + second)
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    @Test
    void fundingStatesAreCountedByFundingLine() {
        World world = World.published();
        world.enroll(world.request(
                "\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"));
        String mine = "groupBy=fundingState&partnerId=" + world.partner;

        count(mine).body("items.key", contains("APPROVED", "REQUESTED")).body("total.enrollments", is(1));
        count(mine + "&funding=OPCO").body("items.key", contains("REQUESTED"));
    }

    @Test
    void aCountReadsTheNamesOnly() {
        int limits = 1;
        int names = 1;
        assertThat(SqlCount.total(World.statements(() -> Api.as(Tokens.withRole("enrollment-officer"))
                        .get("/v1/statistics?groupBy=network")
                        .then()
                        .statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + limits + names);
    }

    @Test
    void theSituationOfAStudentIsADimensionAndAFilter() {
        World world = World.published();
        world.enrolled();
        UUID athlete = UUID.fromString(world.enrolled());
        World.execute(
                "update student set high_level_athlete = true, priority_district = true"
                        + " where id = (select student_id from enrollment where id = ?)",
                athlete);
        CountedStatistics.logged(athlete);
        String mine = "&partnerId=" + world.partner;

        count("groupBy=situation" + mine)
                .body("total.enrollments", is(2))
                .body("items.key", contains("HIGH_LEVEL_ATHLETE", "PRIORITY_DISTRICT", null))
                .body("items.enrollments", contains(1, 1, 1));
        count("situation=PRIORITY_DISTRICT" + mine).body("total.enrollments", is(1));
        count("situation=APPRENTICE" + mine).body("total.enrollments", is(0));
    }

    @Test
    void anAnswerNamesTheTimeOfTheLastChangeThatItCounts() {
        World world = World.published();
        String id = world.enrolled();
        Instant last = lastChange();
        count("partnerId=" + world.partner).body("asOf", equalTo(last.toString()));
        count("asOf=2026-01-01").body("asOf", equalTo("2026-01-01T23:00:00Z"));
        CountedStatistics.logged(UUID.fromString(id));
        count("partnerId=" + world.partner).body("asOf", equalTo(lastChange().toString()));
    }

    private static Instant lastChange() {
        return Instant.EPOCH.plus(
                World.number("select cast(extract(epoch from at) * 1000000 as bigint) from change_log"
                        + " order by id desc limit 1"),
                ChronoUnit.MICROS);
    }

    /** The test holds the lock of the reader, so that the change is not counted yet. */
    @Test
    void aClientWaitsUntilItsOwnChangeIsCounted() {
        World world = World.published();
        String id = world.enrolled();
        CountedStatistics.refresh();
        awaiting(world, id).statusCode(200).body("total.enrollments", is(1));
        UUID enrollment = UUID.fromString(id);
        synchronized (Arc.container().instance(StatisticsReader.class).get()) {
            CountedStatistics.logged(enrollment);
            awaiting(world, id).spec(problem(409, "not-yet-propagated"));
        }
    }

    private static ValidatableResponse awaiting(World world, String enrollment) {
        return Api.as(world.token())
                .header("If-Revision-At-Least", "enrollment/" + enrollment + "=1")
                .get("/v1/statistics")
                .then();
    }

    @ParameterizedTest
    @CsvSource({
        "groupBy=moon, invalid-parameter",
        "asOf=2026-02-30, no-such-day",
        "asOf=%2B999999999-12-31, invalid-parameter",
        "asOf=%2B9999999-01-01, invalid-parameter",
        "hosted=maybe, invalid-parameter",
        "funding=LOTTERY, invalid-parameter",
        "state=LOST, invalid-parameter",
        "student=x, unknown-parameter",
        "'groupBy=family,month,state', invalid-parameter",
        "'groupBy=family,family', invalid-parameter",
        "asOf=2026-11-26, as-of-in-future",
        "department=20, invalid-request",
        "region=Atlantis, invalid-request",
        "academicYear=2026-2028, invalid-request",
        "trainingCode=%3F, invalid-request",
        "family=bts, invalid-request",
        "network=campus, invalid-request"
    })
    void anInvalidParameterIsRefused(String query, String code) {
        Api.as(Tokens.withRole("ops"))
                .urlEncodingEnabled(false)
                .get("/v1/statistics?" + query)
                .then()
                .spec(problem(400, code));
    }

    private static ValidatableResponse count(String query) {
        CountedStatistics.refresh();
        return Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/statistics?" + query)
                .then()
                .statusCode(200);
    }
}
