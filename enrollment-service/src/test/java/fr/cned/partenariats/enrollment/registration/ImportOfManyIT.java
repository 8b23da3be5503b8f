package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports at their limits: row counts, concurrency and locks. */
@EnrollmentIT
class ImportOfManyIT {

    @Test
    void theNumberOfStatementsDoesNotGrowWithTheRows() {
        World world = new World();
        world.seats = 3000;
        world.capacity = 3000;
        world.publish();

        long ofFew = statements(world, 3);
        long ofMany = statements(world, 200);

        assertThat(ofMany).isLessThanOrEqualTo(ofFew + 20); // the driver sends 128 inserts per statement
    }

    /** The larger one is read by its job. */
    @Test
    void aFileOfTwoHundredRowsWaitsForItsOutcomesAndALargerOneDoesNot() {
        World world = new World();
        world.seats = 500;
        world.capacity = 500;
        world.publish();

        world.importing(rows(world, 200))
                .then()
                .statusCode(200)
                .body("counts.accepted", is(200))
                .body("rows.size()", is(200));
        world.importing(rows(world, 201))
                .then()
                .statusCode(202)
                .body("counts.pending", is(201))
                .body("rows", nullValue());

        assertThat(world.seat()).containsEntry("used", 200L).containsEntry("revision", 2L);
        assertThat(world.holding()).isEqualTo(200);
        world.enroll(world.request("\"x\":\"" + "x".repeat(200_000) + "\","))
                .then()
                .spec(problem(413, "body-too-large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "-1", "1.5", "x"})
    void aFileWaitsAtMostFiveSeconds(String seconds) {
        World world = World.published();

        Api.as(world.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("text/csv")
                .body("offeringId")
                .post("/v1/imports?agreementId=" + world.agreement + "&wait=" + seconds)
                .then()
                .spec(problem(400, "invalid-parameter"));
    }

    @Test
    void concurrentImportsAndRegistrationsNeverExceedTheCapacity() throws Exception {
        World one = new World();
        one.seats = 60;
        one.capacity = 40;
        one.publish();
        World two = World.sharingPartnerOf(one);
        two.seats = 60;
        two.capacity = 40;
        two.publish();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            World from = i % 2 == 0 ? one : two;
            World first = i < 2 ? one : two;
            World then = i < 2 ? two : one;
            String[] rows = IntStream.range(0, 30)
                    .mapToObj(r -> row(r % 2 == 0 ? first : then))
                    .toArray(String[]::new);
            // One client may run two imports at a time; a third is retried after 429.
            calls.add(() -> await().until(() -> from.importing(rows).statusCode(), not(429)));
        }
        for (int i = 0; i < 20; i++) {
            World from = i % 2 == 0 ? one : two;
            calls.add(() -> from.enroll().statusCode());
        }

        ExecutorService pool = Executors.newFixedThreadPool(12);
        try {
            for (Future<Integer> call : pool.invokeAll(calls)) {
                assertThat(call.get()).isIn(200, 201, 409);
            }
        } finally {
            pool.shutdown();
        }

        for (World world : List.of(one, two)) {
            assertThat(world.place().get("used")).isEqualTo(world.holding()).isLessThanOrEqualTo(40);
            assertThat(world.seat().get("used"))
                    .isEqualTo(World.number(
                            "select count(*) from enrollment where seat_id = ? and state = 'CONFIRMED'", world.quota))
                    .isLessThanOrEqualTo(60);
        }
        assertThat(one.holding() + two.holding()).isEqualTo(80);
    }

    @Test
    void aCallerThatMayNotSeeTheAgreementWaitsForNoLock() throws Exception {
        World world = World.published();
        World other = World.published();

        try (OpenTransaction busy = new OpenTransaction()) {
            busy.execute("select id from seat_counter where id = ? for update", world.quota);
            world.importingAs(other.token(), UUID.randomUUID().toString(), row(world))
                    .then()
                    .spec(problem(404, "not-found"))
                    .body("errors.pointer", contains("/agreementId"));
        }
    }

    @Test
    void anImportDoesNotLockAnOfferingOutOfScope() throws Exception {
        World world = World.published();
        World outOfScope = new World();
        outOfScope.family = "BUT";
        outOfScope.publish();

        try (OpenTransaction busy = new OpenTransaction()) {
            busy.execute("select 1 from place_counter where offering_id = ? for update", outOfScope.offering);
            world.importing(row(world), row(outOfScope))
                    .then()
                    .statusCode(200)
                    .body("counts.accepted", is(1))
                    .body("rows[1].errors.code", contains("training-out-of-scope"));
        }
    }

    @Test
    void anImportWithOnlyRefusedRowsWaitsForNoLock() throws Exception {
        World world = new World();
        world.offeringState = "CLOSED";
        world.publish();

        try (OpenTransaction busy = new OpenTransaction()) {
            busy.execute("select 1 from seat_counter where id = ? for update", world.quota)
                    .execute("select 1 from place_counter where offering_id = ? for update", world.offering);
            world.importing(row(world), row(world))
                    .then()
                    .statusCode(200)
                    .body("counts.refused", is(2))
                    .body("rows[1].errors.code", contains("offering-not-open"));
        }
    }

    private static long statements(World world, int rows) {
        return SqlCount.total(
                World.statements(() -> world.importing(rows(world, rows)).then().body("counts.accepted", is(rows))));
    }

    private static String[] rows(World world, int count) {
        return IntStream.range(0, count).mapToObj(i -> row(world)).toArray(String[]::new);
    }

    private static String row(World world) {
        return "{\"offeringId\":\"%s\",\"student\":%s}".formatted(world.offering, World.student());
    }
}
