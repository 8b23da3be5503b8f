package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Transfers, withdrawals and expired holds. */
@EnrollmentIT
class TransferIT {

    @Test
    void aTransferToAnotherOfferingChangesThePlaceAndKeepsTheSeat() {
        World from = World.published();
        World to = World.published();
        String id = from.enrolled();
        long seatRevision = from.seat().get("revision");

        Response moved = transfer(from, id, to.offering, null);

        moved.then()
                .statusCode(201)
                .body("state", equalTo("CONFIRMED"))
                .body("previousEnrollmentId", equalTo(id))
                .body("offeringId", equalTo(to.offering.toString()))
                .body("seatQuotaId", equalTo(from.quota.toString()));
        Api.as(from.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("state", equalTo("TRANSFERRED"))
                .body("history.reason", hasItems("moved away"));
        assertThat(from.seat()).containsEntry("used", 1L).containsEntry("revision", seatRevision);
        assertThat(from.place()).containsEntry("used", 0L);
        assertThat(to.place()).containsEntry("used", 1L);
        await().untilAsserted(() -> {
            assertThat(TestTopics.read("enrollment.enrollments.v1", id)).hasSize(2);
            assertThat(TestTopics.read("enrollment.places.v1", to.offering.toString()))
                    .hasSize(2);
            assertThat(Schemas.faults("contract/events/enrollment-changed.v1", lastState(moved.path("id"))))
                    .isEmpty();
        });
    }

    private static String lastState(String id) {
        return TestTopics.read("enrollment.enrollments.v1", id).stream()
                .reduce((before, last) -> last)
                .map(TestTopics.Message::value)
                .orElse("");
    }

    @Test
    void aTransferToAnotherAgreementKeepsThePlaceEvenWhenTheOfferingIsFullAndClosed() {
        World from = new World();
        from.capacity = 1;
        from.publish();
        World to = World.sharingPartnerOf(from).publish();
        String id = from.enrolled();
        from.offeringState = "CLOSED";
        from.publishAgain();

        transfer(from, id, from.offering, to.agreement)
                .then()
                .statusCode(201)
                .body("agreementId", equalTo(to.agreement.toString()))
                .body("seatQuotaId", equalTo(to.quota.toString()));

        assertThat(from.seat()).containsEntry("used", 0L);
        assertThat(to.seat()).containsEntry("used", 1L);
        assertThat(from.place()).containsEntry("used", 1L);
    }

    @Test
    void aRefusedTransferChangesNothing() {
        World from = World.published();
        World full = new World();
        full.capacity = 0;
        full.waitingListSize = 5;
        full.offeringState = "CLOSED";
        full.publish();
        String id = from.enrolled();

        transfer(from, id, full.offering, null)
                .then()
                .spec(problem(409, "offering-not-open"))
                .body("errors.code", contains("offering-not-open", "no-place-left"));
        transfer(from, id, from.offering, null).then().spec(problem(409, "transfer-to-itself"));
        transfer(from, id, from.offering, full.agreement).then().spec(problem(404, "not-found"));
        transfer(full, id, full.offering, null).then().spec(problem(404, "not-found"));
        Api.as(from.token())
                .body("{\"reason\":\"x\"}")
                .post("/v1/enrollments/" + id + "/transfer")
                .then()
                .spec(invalid("/offeringId", "required"));

        Api.as(from.token()).get("/v1/enrollments/" + id).then().body("state", equalTo("CONFIRMED"));
        assertThat(from.seat()).containsEntry("used", 1L);
        assertThat(from.place()).containsEntry("used", 1L);
        assertThat(full.place()).containsEntry("used", 0L).containsEntry("waiting", 0L);
    }

    @Test
    void anotherPriceNeedsOtherFundingLines() {
        World from = World.published();
        World to = World.sharingPartnerOf(from);
        to.tariff = "{\"fixedPrice\":{\"amount\":500,\"currency\":\"EUR\"}}";
        to.publish();
        String id = from.enrolled();

        transfer(from, id, to.offering, to.agreement).then().spec(problem(409, "funding-sum-mismatch"));
        Api.as(from.token())
                .body("""
                        {"offeringId":"%s","agreementId":"%s","reason":"cheaper","fundings":[{"kind":"OPCO","amount":500}]}""".formatted(to.offering, to.agreement))
                .post("/v1/enrollments/" + id + "/transfer")
                .then()
                .statusCode(201)
                .body("state", equalTo("PENDING_FUNDING"));
        assertThat(from.seat()).containsEntry("used", 0L);
        assertThat(to.seat()).containsEntry("used", 1L);
    }

    @Test
    void theReleasedPlaceGoesToTheWaitingList() {
        World from = new World();
        from.capacity = 1;
        from.waitingListSize = 1;
        from.publish();
        World to = World.published();
        String holder = from.enrolled();
        String waiting = from.enrolled();

        transfer(from, holder, to.offering, null).then().statusCode(201);

        await().until(() -> Api.as(from.token())
                .get("/v1/enrollments/" + waiting)
                .path("state")
                .equals("CONFIRMED"));
    }

    @Test
    void concurrentOppositeTransfersDoNotDeadlockAndKeepTheTotals() throws Exception {
        World one = new World();
        one.seats = 20;
        one.capacity = 20;
        one.publish();
        World other = World.sharingPartnerOf(one);
        other.seats = 20;
        other.capacity = 20;
        other.publish();
        List<Callable<Response>> moves = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String there = one.enrolled();
            String back = other.enrolled();
            moves.add(() -> transfer(one, there, other.offering, other.agreement));
            moves.add(() -> transfer(other, back, one.offering, one.agreement));
        }
        ExecutorService pool = Executors.newFixedThreadPool(moves.size());
        try {
            for (Future<Response> answer : pool.invokeAll(moves)) {
                assertThat(answer.get().statusCode())
                        .as(answer.get().asString())
                        .isEqualTo(201);
            }
        } finally {
            pool.shutdown();
        }

        for (World world : List.of(one, other)) {
            assertThat(world.seat()).containsEntry("used", 8L);
            assertThat(world.place()).containsEntry("used", 8L);
            assertThat(world.holding()).isEqualTo(8);
        }
    }

    @Test
    void aTransferThatLosesTheRaceForItsTargetIsRefusedAsAlreadyEnrolled() throws Exception {
        World from = World.published();
        World to = World.published();
        String id = from.enrolled();

        try (OpenTransaction other = new OpenTransaction().enrollToo(id, to.offering)) {
            var transfer = CompletableFuture.supplyAsync(() -> transfer(from, id, to.offering, null));
            other.awaitWaiting();
            other.commit();

            transfer.get().then().spec(problem(409, "already-enrolled"));
        }
        Api.as(from.token()).get("/v1/enrollments/" + id).then().body("state", equalTo("CONFIRMED"));
        assertThat(from.place()).containsEntry("used", 1L);
        assertThat(to.place()).containsEntry("used", 0L);
    }

    @Test
    void aTransferAndAConcurrentMergeOfItsStudentDoNotDeadlock() throws Exception {
        World from = World.published();
        World to = World.published();
        String id = from.enrolled();
        String student = Api.as(from.token()).get("/v1/enrollments/" + id).path("studentId");

        try (OpenTransaction merge = new OpenTransaction()
                .execute("select id from student where id = ? for update", UUID.fromString(student))) {
            var transfer = CompletableFuture.supplyAsync(() -> transfer(from, id, to.offering, null));
            merge.awaitWaiting();
            merge.execute("select id from enrollment where id = ? for update nowait", UUID.fromString(id));
            merge.commit();

            transfer.get().then().statusCode(201);
        }
    }

    @Test
    void aWithdrawalDayLiesBetweenTheStartOfTheOfferingAndToday() {
        World world = new World();
        world.offeringStarts = World.today().minusDays(10).toString();
        world.publish();
        String id = world.enrolled();
        ScheduledChanges.run();
        Api.as(world.token()).get("/v1/enrollments/" + id).then().body("state", equalTo("ACTIVE"));

        withdraw(world, id, World.today().minusDays(11).toString()).then().spec(problem(409, "date-outside-offering"));
        withdraw(world, id, World.today().plusDays(1).toString()).then().spec(problem(409, "date-outside-offering"));
        withdraw(world, id, "2026-02-30").then().spec(invalid("/withdrawnOn", "no-such-day"));
        assertThat(world.seat()).containsEntry("used", 1L);
        String day = World.today().minusDays(3).toString();
        withdraw(world, id, day)
                .then()
                .statusCode(200)
                .body("state", equalTo("WITHDRAWN"))
                .body("withdrawnOn", equalTo(day));
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(world.place()).containsEntry("used", 0L);
    }

    @Test
    void anExpiredHoldReleasesTheSeat() {
        World world = World.published();
        String id = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"))
                .path("id");
        ScheduledChanges.run();
        assertThat(world.seat()).containsEntry("used", 1L);
        World.execute(
                "update enrollment set hold_until = ? where id = ?",
                World.today().minusDays(1),
                UUID.fromString(id));

        ScheduledChanges.run();

        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("state", equalTo("CANCELLED"))
                .body("history.by", contains("test-partner-" + world.partner, "calendar"));
        assertThat(world.seat()).containsEntry("used", 0L);
    }

    private static Response withdraw(World world, String id, String day) {
        return Api.as(world.token())
                .body("{\"reason\":\"moved\",\"withdrawnOn\":\"" + day + "\"}")
                .post("/v1/enrollments/" + id + "/withdrawal");
    }

    private static Response transfer(World world, String id, UUID offering, UUID agreement) {
        String under = agreement == null ? "" : "\"agreementId\":\"" + agreement + "\",";
        return Api.as(world.token())
                .body("{\"offeringId\":\"" + offering + "\"," + under + "\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + id + "/transfer");
    }
}
