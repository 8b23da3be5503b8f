package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Concurrent requests on the same capacity, key or enrollment. */
@EnrollmentIT
class EnrollmentRacesIT {

    @Test
    void concurrentRequestsGetExactlyTheFreePlaces() throws Exception {
        World world = new World();
        world.seats = 30;
        world.capacity = 10;
        world.publish();

        List<Response> answers = atOnce(nCopies(40, world::enroll));

        assertThat(byStatus(answers)).isEqualTo(Map.of(201, 10L, 409, 30L));
        assertThat(world.seat()).containsEntry("used", 10L);
        assertThat(world.place()).containsEntry("used", 10L);
        assertThat(world.holding()).isEqualTo(10);
        assertThat(World.number("select count(*) from student where partner_id = ?", world.partner))
                .isEqualTo(10);
    }

    @Test
    void concurrentRequestsGetExactlyTheFreeSeats() throws Exception {
        World world = new World();
        world.seats = 7;
        world.capacity = 30;
        world.publish();

        List<Response> answers = atOnce(nCopies(25, world::enroll));

        assertThat(byStatus(answers)).isEqualTo(Map.of(201, 7L, 409, 18L));
        answers.stream()
                .filter(a -> a.statusCode() == 409)
                .forEach(a -> assertThat(a.<String>path("code")).isEqualTo("no-seat-left"));
        assertThat(world.seat()).containsEntry("used", 7L);
        assertThat(world.place()).containsEntry("used", 7L);
    }

    @Test
    void concurrentRequestsWithOneKeyCreateOneEnrollment() throws Exception {
        World world = World.published();
        String body = world.request();
        String key = UUID.randomUUID().toString();

        List<Response> answers = atOnce(nCopies(20, () -> world.enroll(body, key)));
        Response replay = world.enroll(body, key);

        assertThat(answers)
                .allMatch(a -> a.statusCode() == 201 || a.path("code").equals("request-in-progress"));
        assertThat(answers.stream()
                        .filter(a -> a.statusCode() == 201)
                        .map(Response::asString)
                        .distinct())
                .containsExactly(replay.asString());
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(world.holding()).isEqualTo(1);
    }

    @Test
    void concurrentCancellationsReleaseOnce() throws Exception {
        World world = World.published();
        String id = world.enrolled();

        List<Response> answers = atOnce(nCopies(10, () -> cancel(world, id)));

        assertThat(byStatus(answers)).isEqualTo(Map.of(200, 1L, 409, 9L));
        answers.stream()
                .filter(a -> a.statusCode() == 409)
                .forEach(a ->
                        a.then().body("code", equalTo("illegal-transition")).body("allowed", contains("ANNULLED")));
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(world.place()).containsEntry("used", 0L);
    }

    private static List<Response> atOnce(List<? extends Callable<Response>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(calls.size());
        try {
            List<Response> answers = new ArrayList<>();
            for (Future<Response> future : pool.invokeAll(calls)) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            pool.shutdown();
        }
    }

    private static Map<Integer, Long> byStatus(List<Response> answers) {
        return answers.stream().collect(Collectors.groupingBy(Response::statusCode, Collectors.counting()));
    }

    private static Response cancel(World world, String id) {
        return Api.as(world.token())
                .body("{\"reason\":\"changed plans\"}")
                .post("/v1/enrollments/" + id + "/cancellation");
    }

    @Test
    void noHoursAreDeclaredWhileTheEnrollmentIsAnnulled() throws Exception {
        AttendanceScenario scenario = new AttendanceScenario();
        scenario.enrolledUnder("");
        try (OpenTransaction annulment = new OpenTransaction()
                .execute(
                        "update enrollment set state = 'ANNULLED' where id = ?",
                        UUID.fromString(scenario.enrollment))) {
            var declared = CompletableFuture.supplyAsync(() -> scenario.declare("7"));
            annulment.awaitWaiting();
            annulment.commit();

            declared.get().then().spec(problem(409, "enrollment-state-unfit"));
        }
        World.execute("update enrollment set state = 'ACTIVE' where id = ?", UUID.fromString(scenario.enrollment));
    }

    @Test
    void noHoursAreDeclaredWhileTheStudentIsErased() throws Exception {
        AttendanceScenario scenario = new AttendanceScenario();
        scenario.enrolledUnder("");
        UUID student = UUID.fromString(scenario.student());
        try (OpenTransaction erasure = new OpenTransaction().execute("""
                update student
                set family_name = null, given_names = null, birth_date = null, birth_place = null, identity_key = null,
                    email = null, ine = null, reference = null, diploma_level = null, details = null, usage_key = null,
                    erased_at = now()
                where id = ?""", student)) {
            var declared = CompletableFuture.supplyAsync(() -> scenario.declare("7"));
            erasure.awaitWaiting();
            erasure.commit();

            declared.get().then().spec(problem(409, "student-erased"));
        }
    }
}
