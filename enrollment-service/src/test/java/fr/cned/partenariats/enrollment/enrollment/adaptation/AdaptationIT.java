package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adaptations for high-level athletes. */
@EnrollmentIT
class AdaptationIT {

    private World world;
    private String enrollment;

    @BeforeEach
    void enrollAnAthlete() {
        world = new World();
        world.adaptations = "[\"EXTENDED_DEADLINES\",\"EXAM_ELSEWHERE\"]";
        world.offeringStarts = "2026-09-01";
        world.publish();
        enrollment = athlete(world);
    }

    @Test
    void anOfficerApprovesAnAdaptationOfTheAgreement() {
        Response approved = approve("""
                {"code":"EXTENDED_DEADLINES","startsOn":"2026-10-01","endsOn":"2026-12-31"}""");

        approved.then()
                .statusCode(201)
                .header("ETag", equalTo("\"0\""))
                .body("code", equalTo("EXTENDED_DEADLINES"))
                .body("startsOn", equalTo("2026-10-01"))
                .body("endsOn", equalTo("2026-12-31"))
                .body("approvedBy", not(equalTo("")))
                .body("approvedAt", startsWith("20"))
                .body("endedBy", equalTo(null));
        Api.as(world.token())
                .get(approved.header("Location"))
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"0\""))
                .body("id", equalTo(approved.path("id")));
    }

    @Test
    void withoutDatesThePeriodIsThatOfTheOffering() {
        approve("{\"code\":\"EXAM_ELSEWHERE\"}")
                .then()
                .statusCode(201)
                .body("startsOn", equalTo("2026-09-01"))
                .body("endsOn", equalTo("2030-06-30"));
    }

    @Test
    void anOverlapWithTheSameCodeIsRefusedAndNamesTheExistingAdaptation() {
        String first = approve(
                        "{\"code\":\"EXTENDED_DEADLINES\",\"startsOn\":\"2026-10-01\",\"endsOn\":\"2026-10-31\"}")
                .path("id");

        approve("{\"code\":\"EXTENDED_DEADLINES\",\"startsOn\":\"2026-10-31\"}")
                .then()
                .spec(problem(409, "adaptation-overlap"))
                .body("existingId", equalTo(first));
        approve("{\"code\":\"EXTENDED_DEADLINES\",\"startsOn\":\"2026-11-01\"}")
                .then()
                .statusCode(201);
        approve("{\"code\":\"EXAM_ELSEWHERE\",\"startsOn\":\"2026-10-01\"}")
                .then()
                .statusCode(201);
    }

    @Test
    void oneOfTwoConcurrentApprovalsIsRefused() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        Callable<Integer> approval =
                () -> approve("{\"code\":\"EXAM_ELSEWHERE\"}").statusCode();
        List<Integer> answers = two.invokeAll(List.of(approval, approval)).stream()
                .map(AdaptationIT::result)
                .sorted()
                .toList();
        two.shutdown();

        assertThat(answers).containsExactly(201, 409);
        assertThat(World.number("select count(*) from adaptation where enrollment_id = ?", UUID.fromString(enrollment)))
                .isEqualTo(1);
    }

    @Test
    void anEndedAdaptationCanBeApprovedAgainForTheLaterDays() {
        String id = approve("{\"code\":\"EXTENDED_DEADLINES\",\"startsOn\":\"2026-10-01\",\"endsOn\":\"2026-12-31\"}")
                .path("id");

        end(id, "2026-11-15", "season over")
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("endsOn", equalTo("2026-11-15"))
                .body("endReason", equalTo("season over"))
                .body("endedBy", not(equalTo(null)))
                .body("endedAt", startsWith("20"));
        end(id, "2026-11-16", "longer after all")
                .then()
                .spec(problem(409, "date-outside-period"))
                .body("errors.pointer", contains("/endsOn"));
        approve("{\"code\":\"EXTENDED_DEADLINES\",\"startsOn\":\"2026-11-16\"}")
                .then()
                .statusCode(201);
    }

    @Test
    void everyBrokenRuleIsNamed() {
        World later = World.published();
        String id = later.enrolled();
        Api.as(later.token())
                .body("{\"reason\":\"elsewhere\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);

        officer()
                .body("{\"code\":\"LESS_WORK\",\"startsOn\":\"2026-08-31\",\"endsOn\":\"2030-07-01\"}")
                .post("/v1/enrollments/" + id + "/adaptations")
                .then()
                .spec(problem(409, "enrollment-state-unfit"))
                .body(
                        "errors.code",
                        contains(
                                "enrollment-state-unfit",
                                "student-not-an-athlete",
                                "adaptation-not-in-agreement",
                                "date-outside-period",
                                "date-outside-period"))
                .body("errors.pointer", contains("", "", "/code", "/startsOn", "/endsOn"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /code | required",
                "{\"code\":\"extended\"} | /code | invalid-value",
                "{\"code\":7} | /code | wrong-type",
                "{\"code\":\"EXAM_ELSEWHERE\",\"startsOn\":\"soon\"} | /startsOn | wrong-type",
                "{\"code\":\"EXAM_ELSEWHERE\",\"approvedBy\":\"me\"} | /approvedBy | unknown-field",
                "{\"code\":\"EXAM_ELSEWHERE\",\"startsOn\":\"2026-11-02\",\"endsOn\":\"2026-11-01\"}"
                        + " | /endsOn | ends-before-it-starts",
            })
    void anInvalidFieldIsNamed(String body, String pointer, String code) {
        approve(body).then().spec(invalid(pointer, code));
        list().then().body("items", hasSize(0));
    }

    @Test
    void anEndNeedsADayAndAReason() {
        String id = approve("{\"code\":\"EXAM_ELSEWHERE\"}").path("id");
        String end = "/v1/enrollments/" + enrollment + "/adaptations/" + id + "/end";
        officer().body("{\"reason\":\"x\"}").post(end).then().spec(invalid("/endsOn", "required"));
        officer().body("{\"endsOn\":\"2026-12-01\"}").post(end).then().spec(invalid("/reason", "required"));
    }

    @Test
    void theAthleteOfAnotherPartnerIsNotFound() {
        String id = approve("{\"code\":\"EXAM_ELSEWHERE\"}").path("id");
        String list = "/v1/enrollments/" + enrollment + "/adaptations";
        String stranger = Tokens.partner(UUID.randomUUID());
        Api.as(stranger).get(list).then().spec(problem(404, "not-found"));
        Api.as(stranger).get(list + "/" + id).then().spec(problem(404, "not-found"));
        officer()
                .body("{\"code\":\"EXAM_ELSEWHERE\"}")
                .post("/v1/enrollments/" + UUID.randomUUID() + "/adaptations")
                .then()
                .spec(problem(404, "not-found"));
        officer()
                .get("/v1/enrollments/" + world.enrolled() + "/adaptations/" + id)
                .then()
                .spec(problem(404, "not-found"));
    }

    @Test
    void thePagesOfTheListTakeTwoStatementsEach() {
        List<String> ids = Stream.of("10", "11", "12")
                .<String>map(month -> approve(
                                "{\"code\":\"EXTENDED_DEADLINES\",\"startsOn\":\"2026-%s-01\",\"endsOn\":\"2026-%s-28\"}"
                                        .formatted(month, month))
                        .path("id"))
                .toList();

        Response first = Api.as(world.token()).get("/v1/enrollments/" + enrollment + "/adaptations?limit=2");
        first.then().body("items.id", equalTo(ids.subList(0, 2)));
        Api.as(world.token())
                .get("/v1/enrollments/" + enrollment + "/adaptations?limit=2&cursor=" + first.path("next"))
                .then()
                .body("items.id", equalTo(ids.subList(2, 3)))
                .body("next", equalTo(null));
        assertThat(SqlCount.total(World.statements(() -> list().then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 2);
    }

    @Test
    void aRetryWithTheSameKeyIsReplayed() {
        String key = UUID.randomUUID().toString();
        String path = "/v1/enrollments/" + enrollment + "/adaptations";
        String first = officer()
                .header("Idempotency-Key", key)
                .body("{\"code\":\"EXAM_ELSEWHERE\"}")
                .post(path)
                .path("id");
        officer()
                .header("Idempotency-Key", key)
                .body("{\"code\":\"EXAM_ELSEWHERE\"}")
                .post(path)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("id", equalTo(first));
    }

    private Response approve(String body) {
        return officer().body(body).post("/v1/enrollments/" + enrollment + "/adaptations");
    }

    private Response end(String id, String lastDay, String reason) {
        return officer()
                .body("{\"endsOn\":\"" + lastDay + "\",\"reason\":\"" + reason + "\"}")
                .post("/v1/enrollments/" + enrollment + "/adaptations/" + id + "/end");
    }

    private Response list() {
        return Api.as(world.token()).get("/v1/enrollments/" + enrollment + "/adaptations");
    }

    private static String athlete(World world) {
        Response enrolled = world.enroll(
                world.request().replace("\"birthPlace\"", "\"situation\":{\"highLevelAthlete\":true},\"birthPlace\""));
        enrolled.then().statusCode(201);
        return enrolled.path("id");
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
