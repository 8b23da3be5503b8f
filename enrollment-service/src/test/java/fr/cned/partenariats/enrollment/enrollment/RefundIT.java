package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** What is paid back after a withdrawal. The price is 900 EUR, of which an OPCO takes over 300; five of ten days are left. */
@EnrollmentIT
class RefundIT {

    private static World world(String refund) {
        World world = new World();
        world.offeringStarts = World.today().minusDays(4).toString();
        world.offeringEnds = World.today().plusDays(5).toString();
        world.agreementMore = refund;
        return world.publish();
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    /** The id of an active enrollment. */
    private static String shared(World world) {
        return shared(world, "");
    }

    private static String shared(World world, String more) {
        var enrolled = world.enroll(world.request(more));
        String id = enrolled.path("id");
        officer()
                .body("{\"payer\":{\"kind\":\"OPCO\"},\"amount\":300,\"reason\":\"found an OPCO\"}")
                .post("/v1/enrollments/" + id + "/funding-lines/" + enrolled.path("fundings[0].id") + "/payer-change")
                .then()
                .statusCode(200);
        ScheduledChanges.run();
        return id;
    }

    private static ValidatableResponse withdraw(World world, String id, int daysAgo) {
        return Api.as(world.token())
                .body("{\"reason\":\"moved\",\"withdrawnOn\":\"%s\"}"
                        .formatted(World.today().minusDays(daysAgo)))
                .post("/v1/enrollments/" + id + "/withdrawal")
                .then()
                .statusCode(200);
    }

    @Test
    void eachPayerGetsBackItsPartAndTheSumsKnowIt() {
        World world = world("\"refund\":{\"proRata\":true},");
        String id = shared(world);
        String cursor = officer().get("/v1/fundings/accounts.csv?cursor=now").header("Next-Cursor");

        withdraw(world, id, 0)
                .body("fundings.refund", contains(300f, 150f))
                .body("history[-1].refund", is(450f))
                .body("history[0].refund", nullValue());

        String agreement = "agreementId=" + world.agreement;
        officer()
                .get("/v1/fundings/amounts?" + agreement)
                .then()
                .body("total.withdrawn", is(900f))
                .body("total.refunded", is(450f))
                .body("payers.amounts.refunded", contains(300f, 150f));
        CountedStatistics.refresh();
        officer()
                .get("/v1/statistics?groupBy=funding&" + agreement)
                .then()
                .body("total.amounts.refunded", is(450f))
                .body("items.amounts.refunded", contains(300f, 150f));
        await().untilAsserted(() -> assertThat(officer()
                        .get("/v1/fundings/accounts.csv?limit=1000&cursor=" + cursor)
                        .asString())
                .contains(";300.00\r\n", ";150.00\r\n"));
    }

    @Test
    void allIsPaidBackWithinTheWithdrawalPeriod() {
        World world = world("\"refund\":{\"fullWithinDays\":3},");
        withdraw(world, shared(world), 1)
                .body("fundings.refund", contains(600f, 300f))
                .body("history[-1].refund", is(900f));
        withdraw(world, shared(world), 0)
                .body("fundings.refund", contains(nullValue(), nullValue()))
                .body("history[-1].refund", nullValue());
    }

    /** It was recorded two days later. */
    @Test
    void aWithdrawalAndItsRefundCountFromTheDayOfTheWithdrawal() {
        World world = world("\"refund\":{\"proRata\":true},");
        String id = world.enrolled();
        ScheduledChanges.run();
        SiteChangeIT.registeredDaysAgo(id, 10);

        withdraw(world, id, 2)
                .body("history[-1].effectiveOn", is(World.today().minusDays(2).toString()));

        CountedStatistics.refresh();
        String states = "/v1/statistics?groupBy=state&agreementId=" + world.agreement + "&asOf=";
        officer()
                .get(states + World.today().minusDays(3))
                .then()
                .body("items.key", contains("CONFIRMED"))
                .body("total.amounts.approved", is(900f))
                .body("total.amounts.refunded", is(0f));
        officer()
                .get(states + World.today().minusDays(2))
                .then()
                .body("items.key", contains("WITHDRAWN"))
                .body("total.amounts.withdrawn", is(900f))
                .body("total.amounts.refunded", is(630f));
    }

    @Test
    void aCancelledOfferingPaysEverythingBack() {
        World world = world("\"refund\":{\"proRata\":true},");
        String id = shared(world);

        world.offeringState = "CANCELLED";
        ended(world, id, "offering-cancelled")
                .body("fundings.refund", contains(600f, 300f))
                .body("history[-1].refund", is(900f));
    }

    @Test
    void anEndedSitePaysBackWhatTheTermSays() {
        World world = world("\"refund\":{\"proRata\":true},");
        String id = shared(world, "\"siteId\":\"" + world.site + "\",");

        world.siteMore = ",\"endedOn\":\"" + World.today().minusDays(1) + "\",\"students\":\"CANCEL\"";
        ended(world, id, "site-ended")
                .body("fundings.refund", contains(300f, 150f))
                .body("history[-1].refund", is(450f));
    }

    @Test
    void aPartnerThatLeftPaysBackWhatTheTermSays() {
        World world = world("\"refund\":{\"fullWithinDays\":10},");
        String id = shared(world);

        world.parties = "[{\"partnerId\":\"" + World.published().partner + "\",\"role\":\"BENEFICIARY\"}]";
        world.agreementMore += """
                "formerParties":[{"partnerId":"%s","leftOn":"2026-11-01","enrollments":"CANCEL"}],""".formatted(world.partner);
        ended(world, id, "party-left").body("fundings.refund", contains(600f, 300f));
    }

    @Test
    void aCancelledOfferingPaysNothingBackWithoutTheTerm() {
        World world = world("");
        String id = shared(world);

        world.offeringState = "CANCELLED";
        ended(world, id, "offering-cancelled").body("fundings.refund", contains(nullValue(), nullValue()));
    }

    private static ValidatableResponse ended(World world, String id, String reason) {
        world.publishAgain();
        ScheduledChanges.run();
        return officer()
                .get("/v1/enrollments/" + id)
                .then()
                .statusCode(200)
                .body("state", is("WITHDRAWN"))
                .body("history[-1].reason", is(reason));
    }

    @Test
    void nothingIsPaidBackWithoutTheTerm() {
        World world = world("");
        withdraw(world, shared(world), 4).body("fundings.refund", contains(nullValue(), nullValue()));
    }
}
