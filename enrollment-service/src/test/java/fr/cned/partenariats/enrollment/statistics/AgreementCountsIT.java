package fr.cned.partenariats.enrollment.statistics;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The partnership office counts the enrollments of several agreements with one request. */
@EnrollmentIT
class AgreementCountsIT {

    private static final String WAITING = "groupBy=agreement,funding&state=PENDING_FUNDING&fundingState=REQUESTED";

    /** @return a world with one enrollment that waits for this funding */
    private static World waitingFor(String funding) {
        World world = World.published();
        world.enroll(world.request("\"fundings\":[{\"kind\":\"" + funding + "\",\"amount\":400},"
                + "{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"));
        return world;
    }

    private static ValidatableResponse count(World... worlds) {
        CountedStatistics.refresh();
        StringBuilder query = new StringBuilder(WAITING + "&agreementId=" + UUID.randomUUID());
        for (World world : worlds) {
            query.append("&agreementId=").append(world.agreement);
        }
        return Api.as(Tokens.withRole("partnership-officer"))
                .get("/v1/statistics?" + query)
                .then()
                .statusCode(200);
    }

    @Test
    void severalAgreementsAreCountedByTheFundingThatTheyWaitFor() {
        World first = waitingFor("OPCO");
        World second = waitingFor("OPCO");
        World left = waitingFor("OPCO");

        count(first, second)
                .body("total.enrollments", is(2))
                .body("items.key", containsInAnyOrder(first.agreement.toString(), second.agreement.toString()))
                .body("items.secondKey", contains("OPCO", "OPCO"))
                .body("items.enrollments", contains(1, 1));
        count(left).body("items.key", contains(left.agreement.toString()));
        count().body("total.enrollments", is(0)).body("items.size()", is(0));
    }
}
