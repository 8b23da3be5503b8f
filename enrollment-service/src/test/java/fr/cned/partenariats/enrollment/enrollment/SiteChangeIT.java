package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A student moves to another site of the partner, or to none. */
@EnrollmentIT
class SiteChangeIT {

    private final World world = new World();
    private World second;

    private String enrolledAtTheFirstSite() {
        world.publish();
        second = World.sharingPartnerOf(world);
        second.publish();
        return enrolledAt(world.site);
    }

    private String enrolledAt(UUID site) {
        return world.enroll(world.request("\"siteId\":\"" + site + "\","))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void aStudentMovesToAnotherSiteOfThePartner() {
        String id = enrolledAtTheFirstSite();

        move(id, second.site)
                .statusCode(200)
                .body("siteId", equalTo(second.site.toString()))
                .body("state", equalTo("CONFIRMED"))
                .body("warnings", nullValue())
                .body("history", hasSize(2))
                .body("history[1].from", equalTo("CONFIRMED"))
                .body("history[1].to", equalTo("CONFIRMED"))
                .body("history[1].reason", equalTo("nearer"))
                .body("history[1].siteChange.from", equalTo(world.site.toString()))
                .body("history[1].siteChange.to", equalTo(second.site.toString()))
                .body("history[1].siteChange.effectiveOn", equalTo(World.today().toString()));

        assertThat(world.seat()).containsEntry("used", 1L);
        assertThat(world.place()).containsEntry("used", 1L);
        await().untilAsserted(() ->
                assertThat(TestTopics.read("enrollment.enrollments.v1", id)).hasSize(2));
        String event = TestTopics.read("enrollment.enrollments.v1", id).get(1).value();
        assertThat(Schemas.faults("contract/events/enrollment-changed.v1", event))
                .isEmpty();
        assertThat(JsonPath.from(event).getString("siteId")).isEqualTo(second.site.toString());
    }

    @Test
    void aWaitingStudentKeepsItsRankAndItsFundingLines() {
        world.capacity = 1;
        world.waitingListSize = 5;
        enrolledAtTheFirstSite();
        String waiting = enrolledAt(world.site);
        enrolledAt(world.site);
        var before = read(waiting).extract();

        move(waiting, second.site).statusCode(200);

        read(waiting)
                .body("state", equalTo("WAITLISTED"))
                .body("waitlistRank", equalTo(1))
                .body("seatQuotaId", equalTo(before.path("seatQuotaId")))
                .body("fundings", equalTo(before.path("fundings")));
        assertThat(world.place()).containsEntry("used", 1L).containsEntry("waiting", 2L);
    }

    @Test
    void aStudentLeavesTheSiteForNoneAndReturns() {
        String id = enrolledAtTheFirstSite();

        change(id, "{\"reason\":\"studies at home\"}")
                .statusCode(200)
                .body("siteId", nullValue())
                .body("history[1].siteChange.to", nullValue());
        change(id, "{\"siteId\":null,\"reason\":\"again\"}").spec(problem(409, "site-unchanged"));
        move(id, world.site).statusCode(200).body("history[2].siteChange.from", nullValue());
        move(id, world.site).spec(problem(409, "site-unchanged")).body("errors.pointer", contains("/siteId"));
    }

    @Test
    void anEnrollmentOfficerMovesAStudent() {
        String id = enrolledAtTheFirstSite();
        Api.as(Tokens.withRole("enrollment-officer"))
                .body(body(second.site, null))
                .post("/v1/enrollments/" + id + "/site-change")
                .then()
                .statusCode(200)
                .body("siteId", equalTo(second.site.toString()));
    }

    @Test
    void theSiteOfAnotherPartnerIsRefusedToPartnersAndOfficers() {
        String id = enrolledAtTheFirstSite();
        UUID foreign = World.published().site;
        for (String token : new String[] {world.token(), Tokens.withRole("enrollment-officer")}) {
            for (UUID site : new UUID[] {foreign, UUID.randomUUID()}) {
                Api.as(token)
                        .body(body(site, null))
                        .post("/v1/enrollments/" + id + "/site-change")
                        .then()
                        .spec(problem(409, "site-not-of-partner"))
                        .body("errors.pointer", contains("/siteId"));
            }
        }
        read(id).body("siteId", equalTo(world.site.toString()));
    }

    @Test
    void aDayAheadOrBeforeTheRegistrationIsRefused() {
        String id = enrolledAtTheFirstSite();
        for (LocalDate day :
                new LocalDate[] {World.today().plusDays(1), World.today().minusDays(1)}) {
            change(id, body(second.site, day))
                    .spec(problem(409, "date-outside-period"))
                    .body("errors.pointer", contains("/effectiveOn"));
        }
    }

    @Test
    void aChangeIsNotBeforeTheOneThatItFollows() {
        String id = enrolledAtTheFirstSite();
        registeredDaysAgo(id, 10);

        change(id, body(second.site, World.today().minusDays(3))).statusCode(200);

        change(id, body(world.site, World.today().minusDays(4))).spec(problem(409, "date-outside-period"));
        change(id, body(world.site, World.today().minusDays(3)))
                .statusCode(200)
                .body("siteId", equalTo(world.site.toString()));
    }

    @Test
    void anEnrollmentOfAnErasedStudentStaysAtItsSite() {
        String id = enrolledAtTheFirstSite();
        World.execute("update enrollment set state = 'COMPLETED' where id = ?", UUID.fromString(id));
        String student = Api.as(world.token()).get("/v1/enrollments/" + id).path("studentId");
        Api.as(Tokens.withRole("enrollment-officer"))
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200);

        move(id, second.site).spec(problem(409, "student-erased"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancellation", "transfer"})
    void anEnrollmentThatHoldsNoSeatStaysAtItsSite(String end) {
        String id = enrolledAtTheFirstSite();
        Api.as(world.token())
                .body(
                        end.equals("transfer")
                                ? "{\"reason\":\"x\",\"agreementId\":\"%s\",\"offeringId\":\"%s\"}"
                                        .formatted(second.agreement, second.offering)
                                : "{\"reason\":\"x\"}")
                .post("/v1/enrollments/" + id + "/" + end);

        move(id, second.site).spec(problem(409, "enrollment-state-unfit"));
    }

    @Test
    void anOfferingThatIsRestrictedToNetworksNeedsALabelOnTheDay() {
        String network = "CAMPUS_" + World.ine();
        world.restrictedToNetworks = "[\"" + network + "\"]";
        world.labels = label(network, World.today().minusYears(1), null);
        String id = enrolledAtTheFirstSite();
        registeredDaysAgo(id, 10);

        move(id, second.site).spec(problem(409, "network-restricted"));
        change(id, "{\"reason\":\"studies at home\"}").spec(problem(409, "network-restricted"));
        second.labels = label(network, World.today().minusDays(2), World.today().minusDays(1));
        second.publishAgain();
        move(id, second.site).spec(problem(409, "network-restricted"));
        change(id, body(second.site, World.today().minusDays(3))).spec(problem(409, "network-restricted"));
        change(id, body(second.site, World.today().minusDays(1))).statusCode(200);
    }

    @Test
    void aFullSiteWarns() {
        String id = enrolledAtTheFirstSite();
        second.siteMore = ",\"hostingCapacity\":0";
        second.publishAgain();

        move(id, second.site)
                .statusCode(200)
                .body("warnings.code", contains("site-over-capacity"))
                .body("warnings[0].detail", containsString("1 student"));
    }

    @Test
    void theFeedShowsTheChange() {
        String id = enrolledAtTheFirstSite();
        String next = Api.as(world.token())
                .get("/v1/enrollments/changes?cursor=now")
                .then()
                .statusCode(200)
                .extract()
                .path("next");

        move(id, second.site).statusCode(200);

        await().untilAsserted(() -> Api.as(world.token())
                .get("/v1/enrollments/changes?cursor=" + next)
                .then()
                .body("items.id", hasItem(id))
                .body("items[0].siteId", equalTo(second.site.toString())));
    }

    @Test
    void aListBySiteShowsItsStudents() {
        String first = enrolledAtTheFirstSite();
        String moved = enrolledAt(world.site);
        move(moved, second.site).statusCode(200);
        world.enrolled();

        for (String token : new String[] {world.token(), Tokens.withRole("enrollment-officer")}) {
            listed(token, "siteId=" + world.site).body("items.id", contains(first));
            listed(token, "siteId=" + second.site).body("items.id", contains(moved));
            listed(token, "siteId=" + second.site + "&state=CANCELLED").body("items", hasSize(0));
        }
        listed(World.published().token(), "siteId=" + world.site).body("items", hasSize(0));
    }

    private static ValidatableResponse listed(String token, String filter) {
        return Api.as(token).get("/v1/enrollments?" + filter).then().statusCode(200);
    }

    static String label(String network, LocalDate from, @Nullable LocalDate to) {
        return "[{\"networkId\":\"%s\",\"networkCode\":\"%s\",\"labelledFrom\":\"%s\"%s}]"
                .formatted(UUID.randomUUID(), network, from, to == null ? "" : ",\"labelledTo\":\"" + to + "\"");
    }

    static void registeredDaysAgo(String id, int days) {
        World.execute(
                "update enrollment set registered_at = registered_at - make_interval(days => ?) where id = ?",
                days,
                UUID.fromString(id));
    }

    private ValidatableResponse move(String id, UUID site) {
        return change(id, body(site, null));
    }

    private static String body(UUID site, @Nullable LocalDate day) {
        return "{\"siteId\":\"%s\",\"reason\":\"nearer\"%s}"
                .formatted(site, day == null ? "" : ",\"effectiveOn\":\"" + day + "\"");
    }

    private ValidatableResponse change(String id, String body) {
        return Api.as(world.token())
                .body(body)
                .post("/v1/enrollments/" + id + "/site-change")
                .then();
    }

    private ValidatableResponse read(String id) {
        return Api.as(world.token()).get("/v1/enrollments/" + id).then().statusCode(200);
    }
}
