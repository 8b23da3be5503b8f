package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining the waiting list, its order, promotions and the end of waiting. */
@EnrollmentIT
class WaitingListIT {

    @Test
    void aReleasedPlaceGoesToTheHeadOfTheWaitingList() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 2;
        world.publish();
        String holder = world.enrolled();
        Response first = world.enroll();
        Response second = world.enroll();
        first.then().statusCode(201).body("state", equalTo("WAITLISTED"));
        second.then().statusCode(201).body("state", equalTo("WAITLISTED"));
        world.enroll().then().statusCode(409).body("code", equalTo("waiting-list-full"));
        assertThat(world.place()).containsEntry("waiting", 2L);

        cancel(world, holder).then().statusCode(200);

        await().until(() -> state(world, first.path("id")).equals("CONFIRMED"));
        assertThat(state(world, second.path("id"))).isEqualTo("WAITLISTED");
        assertThat(world.place()).containsEntry("waiting", 1L).containsEntry("used", 1L);
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    @Test
    void aWaitingEnrollmentShowsItsRankOverAllPartners() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 3;
        world.publish();
        World other = World.published();
        String holder = world.enrolled();
        String first = world.enroll().path("id");
        Response second = enroll(other, world);
        second.then().statusCode(201).body("state", equalTo("WAITLISTED")).body("waitlistRank", equalTo(2));
        String address = "/v1/enrollments/" + second.path("id");
        Response read = Api.as(other.token()).get(address);
        read.then().body("waitlistRank", equalTo(2)).header("ETag", equalTo("\"0-2\""));
        Api.as(other.token()).get("/v1/enrollments?state=WAITLISTED").then().body("items.waitlistRank", contains(2));

        cancel(world, holder).then().statusCode(200);

        await().until(() -> state(world, first).equals("CONFIRMED"));
        Api.as(world.token())
                .get("/v1/enrollments/" + first)
                .then()
                .body("waitlistRank", nullValue())
                .header("ETag", equalTo("\"1\""));
        Api.as(other.token())
                .header("If-None-Match", read.header("ETag"))
                .get(address)
                .then()
                .statusCode(200)
                .body("revision", equalTo(0))
                .body("waitlistRank", equalTo(1));
    }

    @Test
    void aPromotionCanBeSeenInTheEvent() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 1;
        world.publish();
        String holder = world.enrolled();
        String waiting = world.enroll().path("id");
        cancel(world, holder).then().statusCode(200);

        await().untilAsserted(() -> assertThat(TestTopics.read("enrollment.enrollments.v1", waiting))
                .hasSize(2));
        List<TestTopics.Message> events = TestTopics.read("enrollment.enrollments.v1", waiting);
        assertThat(events)
                .allSatisfy(event -> assertThat(Schemas.faults("contract/events/enrollment-changed.v1", event.value()))
                        .isEmpty());
        JsonPath waited = JsonPath.from(events.get(0).value());
        JsonPath promoted = JsonPath.from(events.get(1).value());
        assertThat(waited.getString("promotedAt")).isNull();
        assertThat(promoted.getString("promotedAt")).isEqualTo(promoted.getString("changedAt"));
    }

    @Test
    void aRaisedCapacityPromotesFromTheWaitingList() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 5;
        world.publish();
        world.enrolled();
        String waiting = world.enroll().path("id");

        world.capacity = 2;
        world.publishAgain();

        await().until(() -> state(world, waiting).equals("CONFIRMED"));
    }

    @Test
    void aNewRequestWithASeatPassesStudentsWhoWaitForASeat() {
        World crowded = oneSeatForTwo();
        World other = World.published();

        enroll(other, crowded).then().statusCode(201).body("state", equalTo("CONFIRMED"));
        other.importing(row(crowded)).then().statusCode(200).body("rows.state", contains("CONFIRMED"));
        transfer(other, other.enrolled(), crowded).then().statusCode(201).body("state", equalTo("CONFIRMED"));

        crowded.enroll()
                .then()
                .spec(problem(409, "waiting-list-full"))
                .body("errors[0].clause", equalTo("seatQuotas"))
                .body("detail", containsString("free seats: 0, free places: "));
        assertThat(crowded.place()).containsEntry("used", 4L).containsEntry("waiting", 1L);
    }

    /** The quota is used up and the waiting list is full; the offering has free places. */
    private static World oneSeatForTwo() {
        World world = new World();
        world.seats = 1;
        world.waitingListSize = 1;
        world.publish();
        world.enrolled();
        world.enroll().then().statusCode(201).body("state", equalTo("WAITLISTED"));
        return world;
    }

    @Test
    void noNewRequestPassesAPromotableStudent() throws SQLException {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 2;
        world.publish();
        World other = World.published();
        String transferred = other.enrolled();
        String holder = world.enrolled();
        String first = world.enroll().path("id");
        String second;

        Connection promoter = lockPromotion(world.offering);
        try {
            cancel(world, holder).then().statusCode(200);
            assertThat(world.place()).containsEntry("used", 0L);

            Response newRequest = enroll(other, world);
            newRequest.then().statusCode(201).body("state", equalTo("WAITLISTED"));
            second = newRequest.path("id");
            other.importing(row(world)).then().body("rows[0].errors.code", contains("waiting-list-full"));
            transfer(other, transferred, world).then().spec(problem(409, "no-place-left"));
        } finally {
            promoter.close();
        }

        await().until(() -> state(world, first).equals("CONFIRMED"));
        assertThat(state(other, second)).isEqualTo("WAITLISTED");
        assertThat(world.place()).containsEntry("used", 1L).containsEntry("waiting", 1L);
    }

    /** Holds the advisory lock of the promoter, like another instance, until the connection is closed. */
    private static Connection lockPromotion(UUID offering) throws SQLException {
        Connection connection =
                Arc.container().instance(AgroalDataSource.class).get().getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 1))")) {
            lock.setString(1, offering.toString());
            lock.execute();
        }
        return connection;
    }

    @Test
    void theLosersOfARaceForTheLastPlaceOrSeatWait() throws Exception {
        World lastPlace = new World();
        lastPlace.seats = 30;
        lastPlace.capacity = 1;
        World lastSeat = new World();
        lastSeat.seats = 1;
        lastSeat.capacity = 30;
        for (World world : List.of(lastPlace, lastSeat)) {
            world.waitingListSize = 20;
            world.publish();

            List<String> states = atOnce(16, () -> world.enroll().path("state"));

            assertThat(states)
                    .containsOnlyOnce("CONFIRMED")
                    .filteredOn("WAITLISTED"::equals)
                    .hasSize(15);
            assertThat(world.place()).containsEntry("used", 1L).containsEntry("waiting", 15L);
            assertThat(world.seat()).containsEntry("used", 1L);
        }
    }

    private static List<String> atOnce(int times, Callable<String> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(times);
        try {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : pool.invokeAll(nCopies(times, call))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aPromotionUsesTheQuotaThatCoversTheStudentAtThatTime() {
        World world = oneSeatForTwo();
        String waiting =
                Api.as(world.token()).get("/v1/enrollments?state=WAITLISTED").path("items[0].id");
        UUID wider = UUID.randomUUID();

        world.seatQuotas = "[{\"id\":\"" + wider + "\",\"academicYear\":\"2026-2027\",\"family\":\"BTS\",\"seats\":5}]";
        world.publishAgain();

        await().until(() -> state(world, waiting).equals("CONFIRMED"));
        read(world, waiting).then().body("seatQuotaId", equalTo(wider.toString()));
        assertThat(World.number("select used from seat_counter where id = ?", wider))
                .isOne();
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPIRED", "TERMINATED", "RENEWED"})
    void theEndOfTheAgreementCancelsWaitingEnrollments(String ended) {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 1;
        world.publish();
        String enrolled = world.enrolled();
        String waiting = world.enroll().path("id");

        world.agreementState = ended;
        world.publishAgain();
        ScheduledChanges.run();

        read(world, waiting)
                .then()
                .body("state", equalTo("CANCELLED"))
                .body("history.reason", hasItem("agreement-ended"));
        assertThat(state(world, enrolled)).isEqualTo("CONFIRMED");
        assertThat(world.place()).containsEntry("waiting", 0L).containsEntry("used", 1L);
    }

    @Test
    void theEndOfTheOfferingCancelsWaitingEnrollments() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 1;
        world.offeringStarts = World.today().minusDays(60).toString();
        world.publish();
        world.enrolled();
        String waiting = world.enroll().path("id");

        world.offeringEnds = World.today().minusDays(1).toString();
        world.publishAgain();
        ScheduledChanges.run();

        read(world, waiting)
                .then()
                .body("state", equalTo("CANCELLED"))
                .body("history.reason", hasItem("offering-ended"));
        assertThat(world.place()).containsEntry("waiting", 0L);
    }

    private static Response enroll(World caller, World target) {
        return caller.enroll("""
                {"agreementId":"%s","offeringId":"%s","student":%s}""".formatted(caller.agreement, target.offering, World.student()));
    }

    private static String row(World target) {
        return "{\"offeringId\":\"" + target.offering + "\",\"student\":" + World.student() + "}";
    }

    private static Response transfer(World caller, String id, World target) {
        return Api.as(caller.token())
                .body("{\"reason\":\"moved away\",\"offeringId\":\"" + target.offering + "\"}")
                .post("/v1/enrollments/" + id + "/transfer");
    }

    private static Response cancel(World world, String id) {
        return Api.as(world.token())
                .body("{\"reason\":\"changed plans\"}")
                .post("/v1/enrollments/" + id + "/cancellation");
    }

    private static Response read(World world, String id) {
        return Api.as(world.token()).get("/v1/enrollments/" + id);
    }

    private static String state(World world, String id) {
        return read(world, id).path("state");
    }
}
