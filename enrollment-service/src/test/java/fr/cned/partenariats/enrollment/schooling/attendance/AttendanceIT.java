package fr.cned.partenariats.enrollment.schooling.attendance;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sites declare and correct the hours of a week. */
@EnrollmentIT
class AttendanceIT {

    private static final String PATH = "/v1/attendance";

    private final String week = Weeks.ago(1);
    private World world;
    private String first;
    private String second;

    @BeforeEach
    void twoStudentsAreActive() {
        world = Weeks.started().publish();
        first = world.enrolled();
        second = world.enrolled();
        ScheduledChanges.run();
    }

    @Test
    void aSiteDeclaresTheHoursOfItsStudents() {
        declare(week, entry(first, "25.5"), entry(second, "0"))
                .then()
                .statusCode(200)
                .body("siteId", equalTo(world.site.toString()))
                .body("week", equalTo(week))
                .body("entries.enrollmentId", contains(first, second))
                .body("entries.weekHours", contains(25.5f, 0f))
                .body("entries.expectedHours", everyItem(equalTo(null)))
                .body("entries.belowThreshold", everyItem(is(false)));
        list("?week=" + week)
                .then()
                .body("items.enrollmentId", contains(first, second))
                .body("items.hours", contains(25.5f, 0f))
                .body("items.siteId", everyItem(equalTo(world.site.toString())))
                .body("items[0].history", hasSize(0));
    }

    @Test
    void anotherDeclarationCorrectsTheHoursAndTheHistoryKeepsTheOldOnes() {
        declare(week, entry(first, "20")).then().statusCode(200);
        declare(week, entry(first, "20")).then().statusCode(200);
        declare(week, entry(first, "26")).then().statusCode(200).body("entries[0].weekHours", equalTo(26f));

        list("?enrollmentId=" + first)
                .then()
                .body("items", hasSize(1))
                .body("items[0].revision", equalTo(1))
                .body("items[0].hours", equalTo(26f))
                .body("items[0].history.hours", contains(20f))
                .body("items[0].history[0].by", equalTo(list("").path("items[0].declaredBy")));
    }

    @Test
    void theHoursOfAllSitesAreAtMost168() {
        World otherSite = World.sharingPartnerOf(world).publish();
        declare(week, entry(first, "100")).then().statusCode(200);

        at(otherSite.site, week, entry(second, "1"), entry(first, "69"))
                .then()
                .spec(problem(409, "more-hours-than-a-week-has"))
                .body("errors.pointer", contains("/entries/1/hours"));
        list("?week=" + week).then().body("items", hasSize(1));
        at(otherSite.site, week, entry(second, "1"), entry(first, "68"))
                .then()
                .statusCode(200)
                .body("entries.weekHours", contains(1f, 168f));
        declare(week, entry(first, "100.01")).then().spec(problem(409, "more-hours-than-a-week-has"));
        list("?siteId=" + otherSite.site).then().body("items", hasSize(2));
    }

    @Test
    void twoEnrollmentsOfOneStudentShareTheWeek() {
        World otherOffering = World.sharingPartnerOf(world);
        otherOffering.offeringStarts = world.offeringStarts;
        otherOffering.publish();
        String student = Api.as(world.token()).get("/v1/enrollments/" + first).path("studentId");
        String other = otherOffering
                .enroll("{\"studentId\":\"%s\",\"agreementId\":\"%s\",\"offeringId\":\"%s\"}"
                        .formatted(student, otherOffering.agreement, otherOffering.offering))
                .path("id");
        ScheduledChanges.run();

        declare(week, entry(first, "90"), entry(other, "79"))
                .then()
                .spec(problem(409, "more-hours-than-a-week-has"))
                .body("errors.pointer", contains("/entries/0/hours", "/entries/1/hours"));
        declare(week, entry(first, "90"), entry(other, "78")).then().statusCode(200);
    }

    @Test
    void concurrentDeclarationsOfManySitesStayWithinTheWeek() throws Exception {
        List<World> sites = Stream.generate(() -> World.sharingPartnerOf(world))
                .limit(6)
                .map(World::publish)
                .toList();
        ExecutorService six = Executors.newFixedThreadPool(6);
        List<Callable<Integer>> declarations = sites.stream()
                .<Callable<Integer>>map(
                        site -> () -> at(site.site, week, entry(first, "50")).statusCode())
                .toList();
        List<Integer> answers = six.invokeAll(declarations).stream()
                .map(AttendanceIT::result)
                .sorted()
                .toList();
        six.shutdown();

        assertThat(answers).containsExactly(200, 200, 200, 409, 409, 409);
        assertThat(World.number("select sum(hours) from attendance where enrollment_id = ?", UUID.fromString(first)))
                .isEqualTo(150);
    }

    @Test
    void aDeclarationWithInvalidEntriesChangesNothingAndNamesEachOfThem() {
        World later = World.sharingPartnerOf(world);
        later.publish();
        String confirmed = later.enrolled();
        World stranger = Weeks.started().publish();
        String strangers = stranger.enrolled();
        ScheduledChanges.run();

        declare(
                        week,
                        entry(first, "25"),
                        entry(confirmed, "25"),
                        entry(strangers, "25"),
                        entry(UUID.randomUUID().toString(), "25"))
                .then()
                .spec(problem(409, "enrollment-state-unfit"))
                .body(
                        "errors.pointer",
                        contains("/entries/1/enrollmentId", "/entries/2/enrollmentId", "/entries/3/enrollmentId"))
                .body("errors.code", contains("enrollment-state-unfit", "not-found", "not-found"));
        list("?week=" + week).then().body("items", hasSize(0));
    }

    @Test
    void aWeekBeforeTheOfferingOrInTheFutureIsRefused() {
        declare(Weeks.ago(-1), entry(first, "25"))
                .then()
                .spec(problem(409, "week-not-begun"))
                .body("errors.pointer", contains("/week"));
        declare(Weeks.ago(6), entry(first, "25"))
                .then()
                .spec(problem(409, "week-outside-offering"))
                .body("errors.pointer", contains("/entries/0/enrollmentId"));
    }

    @Test
    void aWithdrawnStudentIsDeclaredUntilTheWeekOfTheWithdrawal() {
        String left = LocalDate.parse(world.offeringStarts).plusWeeks(1).toString();
        Api.as(world.token())
                .body("{\"reason\":\"work\",\"withdrawnOn\":\"" + left + "\"}")
                .post("/v1/enrollments/" + first + "/withdrawal")
                .then()
                .statusCode(200);

        declare(Weeks.ago(4), entry(first, "25")).then().statusCode(200);
        declare(Weeks.ago(3), entry(first, "25")).then().spec(problem(409, "week-outside-offering"));
    }

    @Test
    void theSiteOfAnotherPartnerIsNotFound() {
        World stranger = World.published();
        at(stranger.site, week, entry(first, "25"))
                .then()
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/siteId"));
        at(UUID.randomUUID(), week, entry(first, "25")).then().spec(problem(404, "not-found"));
        declare(week, entry(first, "25")).then().statusCode(200);
        Api.as(stranger.token()).get(PATH + "?week=" + week).then().body("items", hasSize(0));
        Api.as(stranger.token()).get(PATH + "?enrollmentId=" + first).then().body("items", hasSize(0));
        officer().get(PATH + "?enrollmentId=" + first).then().body("items", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"2026-W10\" | null | /week | required",
                "\"2026-W10\" | \"2026-10\" | /week | invalid-week",
                "\"2026-W10\" | 202610 | /week | wrong-type",
                "\"2026-W10\" | \"0001-W01\" | /week | invalid-week",
                "\"2026-W10\" | \"9999-W52\" | /week | invalid-week",
                "\"hours\":25 | \"hours\":169 | /entries/0/hours | out-of-range",
                "\"hours\":25 | \"hours\":-1 | /entries/0/hours | out-of-range",
                "\"hours\":25 | \"hours\":1.005 | /entries/0/hours | out-of-range",
                "\"hours\":25 | \"hours\":\"many\" | /entries/0/hours | wrong-type",
                "\"hours\":25 | \"minutes\":25 | /entries/0/minutes | unknown-field",
                "\"hours\":25 | \"hours\":null | /entries/0/hours | required",
                "\"enrollmentId\" | \"hours\":1},{\"enrollmentId\" | /entries/0/enrollmentId | required",
                "\"siteId\" | \"site\" | /site | unknown-field",
            })
    void anInvalidFieldIsNamed(String valid, String invalid, String pointer, String code) {
        String body =
                "{\"siteId\":\"%s\",\"week\":\"2026-W10\",\"entries\":[%s]}".formatted(world.site, entry(first, "25"));
        assertThat(body).contains(valid);
        Api.as(world.token())
                .body(body.replace(valid, invalid))
                .post(PATH)
                .then()
                .spec(violates(pointer, code));
        list("").then().body("items", hasSize(0));
    }

    @Test
    void aDeclarationHasBetween1And200DifferentEnrollments() {
        declare(week).then().spec(invalid("/entries", "out-of-range"));
        String[] many = IntStream.range(0, 201)
                .mapToObj(i -> entry(UUID.randomUUID().toString(), "1"))
                .toArray(String[]::new);
        declare(week, many).then().spec(invalid("/entries", "out-of-range"));
        declare(week, entry(first, "1"), entry(second, "1"), entry(first, "1"))
                .then()
                .spec(invalid("/entries/2/enrollmentId", "given-twice"));
        list("?week=yesterday").then().spec(problem(400, "invalid-parameter"));
    }

    @Test
    void aRetryWithTheSameKeyIsReplayed() {
        String key = UUID.randomUUID().toString();
        String body = body(world.site, week, entry(first, "25"));
        for (String replayed : new String[] {null, "true"}) {
            Api.as(world.token())
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post(PATH)
                    .then()
                    .statusCode(200)
                    .header("Idempotency-Replayed", equalTo(replayed));
        }
    }

    @Test
    void theNumberOfStatementsDoesNotGrowWithTheEntries() {
        World big = Weeks.started();
        big.seats = 30;
        big.capacity = 30;
        big.agreementMore = "\"minWeeklyAttendanceHours\":25,";
        big.publish();
        List<String> enrollments = Stream.generate(big::enrolled).limit(30).toList();
        ScheduledChanges.run();
        enrollments.forEach(Weeks::activeForLong);
        String[] all = enrollments.stream().map(id -> entry(id, "20")).toArray(String[]::new);
        String body = body(big.site, week, all);
        declareFor(big, body).then().statusCode(200).body("entries.belowThreshold", everyItem(is(true)));

        assertThat(SqlCount.total(
                        World.statements(() -> declareFor(big, body).then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 8);
    }

    @Test
    void thePagesOfTheListTakeOneStatementEach() {
        declare(week, entry(first, "1"), entry(second, "2")).then().statusCode(200);
        declare(Weeks.ago(2), entry(first, "3")).then().statusCode(200);

        Response page = list("?limit=2");
        page.then().body("items", hasSize(2));
        list("?limit=2&cursor=" + page.path("next"))
                .then()
                .body("items.hours", contains(3f))
                .body("next", equalTo(null));
        list("?limit=2&week=" + week + "&cursor=" + page.path("next")).then().spec(problem(400, "invalid-cursor"));
        assertThat(SqlCount.total(World.statements(() -> list("").then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }

    private Response declare(String declaredWeek, String... entries) {
        return at(world.site, declaredWeek, entries);
    }

    private Response at(UUID site, String declaredWeek, String... entries) {
        return declareFor(world, body(site, declaredWeek, entries));
    }

    private static Response declareFor(World world, String body) {
        return Api.as(world.token()).body(body).post(PATH);
    }

    private static String body(UUID site, String declaredWeek, String... entries) {
        return "{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[%s]}"
                .formatted(site, declaredWeek, Stream.of(entries).collect(joining(",")));
    }

    private static String entry(String enrollment, String hours) {
        return "{\"enrollmentId\":\"" + enrollment + "\",\"hours\":" + hours + "}";
    }

    private Response list(String query) {
        return Api.as(world.token()).get(PATH + query);
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static int result(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
