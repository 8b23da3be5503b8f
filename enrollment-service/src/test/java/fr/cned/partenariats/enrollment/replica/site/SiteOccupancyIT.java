package fr.cned.partenariats.enrollment.replica.site;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site's hosting capacity against its enrollments: a figure and a warning. */
@EnrollmentIT
class SiteOccupancyIT {

    private static final String PATH = "/v1/site-occupancies";

    private static World withPlaces(int places) {
        World world = new World();
        world.siteMore = ",\"hostingCapacity\":" + places;
        return world.publish();
    }

    private static Response enrollAtSite(World world) {
        return world.enroll(world.request("\"siteId\":\"" + world.site + "\","));
    }

    @Test
    void aRegistrationOnAFullSiteIsAcceptedWithAWarning() {
        World world = withPlaces(1);
        enrollAtSite(world).then().statusCode(201).body("warnings", hasSize(0));

        Response second = enrollAtSite(world);

        second.then()
                .statusCode(201)
                .body("warnings.code", contains("site-over-capacity"))
                .body("warnings[0].pointer", equalTo("/siteId"))
                .body("warnings[0].detail", containsString("2 students in 2026-2027 and has 1 place"));
        occupancies(world, "")
                .body("items", hasSize(1))
                .body("items[0].siteId", equalTo(world.site.toString()))
                .body("items[0].partnerId", equalTo(world.partner.toString()))
                .body("items[0].academicYear", equalTo("2026-2027"))
                .body("items[0].hostingCapacity", equalTo(1))
                .body("items[0].enrollments", equalTo(2))
                .body("items[0].left", equalTo(0))
                .body("items[0].overCapacity", equalTo(true));
        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + second.path("id") + "/cancellation")
                .then()
                .statusCode(200);
        occupancies(world, "?overCapacity=true").body("items", hasSize(0));
        occupancies(world, "?overCapacity=false").body("items.left", contains(0));
    }

    @Test
    void aSiteWithoutACapacityIsNeverFull() {
        World world = World.published();
        enrollAtSite(world).then().statusCode(201).body("warnings", hasSize(0));
        occupancies(world, "?overCapacity=false&academicYear=2026-2027")
                .body("items.enrollments", contains(1))
                .body("items[0].hostingCapacity", nullValue())
                .body("items[0].left", nullValue());
        occupancies(world, "?academicYear=2025-2026").body("items", hasSize(0));
    }

    @Test
    void aPartnerSeesItsSitesInPagesOfOneStatement() {
        World world = withPlaces(5);
        enrollAtSite(world).then().statusCode(201);
        World other = World.sharingPartnerOf(world);
        other.siteMore = ",\"hostingCapacity\":5";
        other.publish();
        enrollAtSite(other).then().statusCode(201);

        Response first = Api.as(world.token()).get(PATH + "?limit=1");
        first.then().body("items", hasSize(1));
        String last = Api.as(world.token())
                .get(PATH + "?limit=1&cursor=" + first.path("next"))
                .then()
                .body("items", hasSize(1))
                .body("next", nullValue())
                .extract()
                .path("items[0].siteId");
        assertThat(last).isNotEqualTo(first.path("items[0].siteId"));
        Api.as(Tokens.partner(UUID.randomUUID()))
                .get(PATH + "?siteId=" + world.site)
                .then()
                .body("items", hasSize(0));
        Api.as(Tokens.withRole("enrollment-officer"))
                .get(PATH + "?partnerId=" + world.partner)
                .then()
                .body("items", hasSize(2));
        assertThat(SqlCount.total(World.statements(() -> occupancies(world, ""))))
                .isEqualTo(SqlCount.SCOPE + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"academicYear=2026", "academicYear=2026-2028"})
    void anImpossibleYearIsRefused(String query) {
        Api.as(Tokens.withRole("enrollment-officer"))
                .get(PATH + "?" + query)
                .then()
                .spec(problem(400, "invalid-request"));
    }

    private static ValidatableResponse occupancies(World world, String query) {
        return Api.as(world.token()).get(PATH + query).then().statusCode(200);
    }
}
