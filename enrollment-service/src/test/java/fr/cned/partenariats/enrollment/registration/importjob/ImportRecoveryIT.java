package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.job;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.rows;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A job goes on where it stopped, whatever happens to its worker. */
@EnrollmentIT
class ImportRecoveryIT {

    private static final int ROWS = 1_200;
    private static final String TERMINATE =
            "select pg_terminate_backend(pid) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0";

    @Inject
    ImportWorker worker;

    private static World world() {
        World world = new World();
        world.seats = 2 * ROWS;
        world.capacity = 2 * ROWS;
        return world.publish();
    }

    private static void terminateWaitingBackends() throws SQLException {
        try (Connection service = OwnerDatabase.connectAsService();
                PreparedStatement terminate = service.prepareStatement(TERMINATE)) {
            terminate.execute();
        }
    }

    private static OpenTransaction seatLock(World world) throws Exception {
        return new OpenTransaction().execute("select 1 from seat_counter where id = ? for update", world.quota);
    }

    @Test
    void aJobWhoseWorkerIsKilledInTheMiddleOfAChunkIsFinishedExactly() throws Exception {
        World world = world();
        String id = accepted(send(world, rows(world, ROWS)));
        CompletableFuture<Void> killed;
        try (OpenTransaction seats = seatLock(world)) {
            killed = CompletableFuture.runAsync(worker::run);
            seats.awaitWaiting();
            terminateWaitingBackends();
            killed.get(20, TimeUnit.SECONDS);
        }
        job(world, id).then().body("state", equalTo("WAITING")).body("counts.pending", is(ROWS));
        assertThat(World.number(
                        "select count(*) from import_row where job_id = ? and outcome is not null",
                        UUID.fromString(id)))
                .isZero();

        worker.run();

        job(world, id).then().body("state", equalTo("DONE")).body("counts.accepted", is(ROWS));
        assertThat(world.holding()).isEqualTo(ROWS);
        assertThat(world.seat()).containsEntry("used", (long) ROWS);
    }

    @Test
    void twoWorkersShareTheJobsAndNeverAChunk() throws Exception {
        World world = world();
        String id = accepted(send(world, rows(world, ROWS)));
        try (OpenTransaction seats = seatLock(world)) {
            CompletableFuture<Void> first = CompletableFuture.runAsync(worker::run);
            seats.awaitWaiting();
            worker.run(); // the job is locked: there is nothing to do
            job(world, id).then().body("state", equalTo("WAITING"));
            seats.commit();
            first.get(30, TimeUnit.SECONDS);
        }
        job(world, id).then().body("state", equalTo("DONE")).body("counts.accepted", is(ROWS));
        assertThat(world.holding()).isEqualTo(ROWS);
    }

    /** Both lock the same seats, places, keys, INEs and references, in another order of the rows. */
    @Test
    void twoFilesWithTheSameStudentsAtOnceRegisterEachOnce() throws Exception {
        World world = world();
        List<String> students = IntStream.range(0, ROWS / 2)
                .mapToObj(i -> ImportFile.row(world) + ";E-%s-%d".formatted(world.partner, i))
                .collect(Collectors.toCollection(ArrayList::new));
        String header = ImportFile.HEADER + ";référence étudiant\n";
        String first = accepted(send(world, header + String.join("\n", students), ""));
        Collections.reverse(students);
        String second = accepted(send(world, header + String.join("\n", students), ""));

        CompletableFuture<Void> other = CompletableFuture.runAsync(worker::run);
        worker.run();
        other.get(60, TimeUnit.SECONDS);
        worker.run();

        int accepted = 0;
        for (String id : List.of(first, second)) {
            Response ended = job(world, id);
            ended.then().body("state", equalTo("DONE")).body("counts.refused", is(0));
            accepted += ended.<Integer>path("counts.accepted");
        }
        assertThat(accepted).isEqualTo(students.size());
        assertThat(world.holding()).isEqualTo(students.size());
        assertThat(world.seat()).containsEntry("used", (long) students.size());
    }

    @Test
    void aCancellationWaitsForTheChunkAndSkipsTheRest() throws Exception {
        World world = world();
        String id = accepted(send(world, rows(world, ROWS)));
        CompletableFuture<Void> working;
        CompletableFuture<Response> cancelled;
        try (OpenTransaction seats = seatLock(world)) {
            working = CompletableFuture.runAsync(worker::run);
            seats.awaitWaiting();
            cancelled = CompletableFuture.supplyAsync(
                    () -> Api.as(world.token()).post("/v1/imports/" + id + "/cancellation"));
            await().until(() -> World.number(
                            "select count(*) from pg_stat_activity" + " where cardinality(pg_blocking_pids(pid)) > 0")
                    == 2);
        }
        cancelled.get(20, TimeUnit.SECONDS).then().statusCode(200).body("state", equalTo("CANCELLED"));
        working.get(30, TimeUnit.SECONDS);
        Response ended = job(world, id);
        int registered = ended.path("counts.accepted");
        int skipped = ended.path("counts.skipped");
        assertThat(registered).isGreaterThanOrEqualTo(ImportChunk.SIZE);
        assertThat(registered + skipped).isEqualTo(ROWS);
        assertThat(skipped).isPositive();
        assertThat(world.holding()).isEqualTo(registered);
    }

    /** The small file of another client does not wait for the large one. */
    @Test
    void clientsTakeTurns() {
        World large = world();
        World small = world();
        String first = accepted(send(large, rows(large, ROWS)));
        String second = accepted(send(small, rows(small, 10)));

        worker.run();

        String endOfLarge = job(large, first).path("endedAt");
        String endOfSmall = job(small, second).path("endedAt");
        assertThat(endOfSmall).isLessThan(endOfLarge);
        assertThat(large.holding() + small.holding()).isEqualTo(ROWS + 10L);
    }

    /** A row that the database refuses fails alone. */
    @Test
    void aRowThatCannotBeStoredFailsAlone() {
        World world = world();
        World.execute("create or replace function refuse_name() returns trigger language plpgsql as $$ begin"
                + " if new.family_name = 'Poison' then raise exception 'poison'; end if; return new; end $$");
        World.execute(
                "create trigger refuse_name before insert on student for each row execute function refuse_name()");
        try {
            List<String> rows = new ArrayList<>(rows(world, 5));
            rows.add(2, ImportFile.row(world.offering.toString(), "Poison", "2004-05-06"));
            String id = accepted(send(world, rows));
            worker.run();
            job(world, id)
                    .then()
                    .body("state", equalTo("DONE"))
                    .body("counts.accepted", is(5))
                    .body("counts.refused", is(1));
            Api.as(world.token())
                    .get("/v1/imports/" + id + "/rows?outcome=REFUSED")
                    .then()
                    .body("items[0].number", is(3))
                    .body("items[0].errors[0].code", equalTo("internal-error"));
        } finally {
            World.execute("drop trigger refuse_name on student");
            World.execute("drop function refuse_name");
        }
    }
}
