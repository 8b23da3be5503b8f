package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Offerings with several enrollment periods. */
@EnrollmentIT
class EnrollmentPeriodsIT {

    private static final LocalDate TODAY = World.today();

    @Test
    void aPeriodOfANetworkIsForItsSites() {
        World world = labelled("""
                {"opensOn":"%s","networks":["CAMPUS_CONNECTES"],"waitingListSize":1},
                {"opensOn":"%s","closesOn":"%s","networks":[],"waitingListSize":0}""".formatted(TODAY.minusDays(9), TODAY.plusDays(5), TODAY.plusDays(9)));

        check(world, world.request())
                .body("eligible", equalTo(false))
                .body("blocking.code", contains("enrollment-window-closed"))
                .body("period.opensOn", equalTo(TODAY.plusDays(5).toString()));
        check(world, world.request(atSite(world)))
                .body("eligible", equalTo(true))
                .body("period.networks", contains("CAMPUS_CONNECTES"))
                .body("period.waitingListSize", equalTo(1));
        world.enroll().then().spec(problem(409, "enrollment-window-closed"));
        world.enroll(world.request(atSite(world))).then().statusCode(201).body("state", equalTo("CONFIRMED"));
    }

    @Test
    void aPeriodLimitsTheWaitingList() {
        World world = labelled("""
                {"opensOn":"%1$s","networks":["CAMPUS_CONNECTES"],"waitingListSize":1},
                {"opensOn":"%1$s","networks":[],"waitingListSize":0}""".formatted(TODAY));
        world.capacity = 1;
        world.publishAgain();
        world.enrolled();

        world.enroll().then().spec(problem(409, "no-place-left"));
        world.enroll(world.request(atSite(world))).then().statusCode(201).body("state", equalTo("WAITLISTED"));
        world.enroll(world.request(atSite(world))).then().spec(problem(409, "waiting-list-full"));
    }

    @Test
    void aPeriodOfReturningStudentsIsForThoseOfAnEarlierYear() {
        World world = labelled("""
                {"opensOn":"%s","networks":[],"students":"RETURNING","waitingListSize":0}""".formatted(TODAY));
        World before = World.sharingPartnerOf(world).publish();
        String returning = ofAnEarlierYear(before.enroll());
        Response left = before.enroll();
        Api.as(before.token())
                .body("{\"reason\":\"abandon\"}")
                .post("/v1/enrollments/" + left.path("id") + "/cancellation")
                .then()
                .statusCode(200);
        String cancelled = ofAnEarlierYear(left);

        world.enroll().then().spec(problem(409, "no-enrollment-period"));
        world.enroll(registered(world, cancelled)).then().spec(problem(409, "no-enrollment-period"));
        world.enroll(registered(world, before.registeredStudent())).then().spec(problem(409, "no-enrollment-period"));
        world.enroll(registered(world, returning)).then().statusCode(201);
    }

    /** The id of the student. */
    private static String ofAnEarlierYear(Response enrolled) {
        World.execute(
                "update enrollment set academic_year = '2025-2026' where id = ?", UUID.fromString(enrolled.path("id")));
        return enrolled.path("studentId");
    }

    private static String registered(World world, String student) {
        return """
                {"agreementId":"%s","offeringId":"%s","studentId":"%s"}""".formatted(world.agreement, world.offering, student);
    }

    private static String atSite(World world) {
        return "\"siteId\":\"" + world.site + "\",";
    }

    private static World labelled(String periods) {
        World world = new World();
        world.labels = "[{\"networkId\":\"" + UUID.randomUUID()
                + "\",\"networkCode\":\"CAMPUS_CONNECTES\",\"labelledFrom\":\"2020-01-01\"}]";
        world.offeringMore = "\"enrollmentPeriods\":[" + periods + "],";
        return world.publish();
    }

    private static ValidatableResponse check(World world, String request) {
        return Api.as(world.token())
                .body(request)
                .post("/v1/eligibility-checks")
                .then()
                .statusCode(200);
    }
}
