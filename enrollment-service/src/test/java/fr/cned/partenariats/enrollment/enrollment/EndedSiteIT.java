package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the students of a site that ends. */
@EnrollmentIT
class EndedSiteIT {

    private static final LocalDate YESTERDAY = World.today().minusDays(1);

    private World world;
    private World other;
    private String id;

    @BeforeEach
    void enrollAtASite() {
        world = new World();
        world.capacity = 3;
        world.waitingListSize = 5;
        world.publish();
        other = World.sharingPartnerOf(world);
        other.publish();
        id = enrolledAtTheSite("");
    }

    private String enrolledAtTheSite(String more) {
        return world.enroll(world.request("\"siteId\":\"" + world.site + "\"," + more))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void studentsMoveToTheNamedSiteOnTheDayAfterTheLastOne() {
        String waiting = enrolledAtTheSite("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],");
        SiteChangeIT.registeredDaysAgo(id, 10);
        end(World.today().minusDays(3), moving());

        ScheduledChanges.run();
        ScheduledChanges.run();

        read(id).body("siteId", equalTo(other.site.toString()))
                .body("state", equalTo("CONFIRMED"))
                .body("history", hasSize(2))
                .body("history[1].by", equalTo("calendar"))
                .body("history[1].reason", equalTo("site-ended"))
                .body("history[1].siteChange.from", equalTo(world.site.toString()))
                .body(
                        "history[1].siteChange.effectiveOn",
                        equalTo(World.today().minusDays(2).toString()));
        read(waiting)
                .body("siteId", equalTo(other.site.toString()))
                .body("history[1].siteChange.effectiveOn", equalTo(World.today().toString()));
        assertThat(world.seat()).containsEntry("used", 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"students\":\"KEEP\"", ""})
    void keptStudentsGoOnWithoutASiteAlsoOfASiteThatEndedWithoutStudents(String decision) {
        end(YESTERDAY, decision);

        ScheduledChanges.run();

        read(id).body("siteId", nullValue()).body("state", equalTo("CONFIRMED"));
    }

    @Test
    void cancelledStudentsReturnTheirSeats() {
        end(YESTERDAY, ",\"students\":\"CANCEL\"");

        ScheduledChanges.run();

        read(id).body("state", equalTo("CANCELLED"))
                .body("siteId", equalTo(world.site.toString()))
                .body("history[1].reason", equalTo("site-ended"));
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(world.place()).containsEntry("used", 0L);
    }

    @Test
    void onItsLastDayASiteHostsItsStudents() {
        end(World.today(), moving());

        ScheduledChanges.run();

        read(id).body("siteId", equalTo(world.site.toString()));
        enrolledAtTheSite("");
    }

    @Test
    void studentsWhoseTargetHasEndedFollowItsDecision() {
        end(YESTERDAY, moving());
        other.siteMore = ",\"endedOn\":\"" + YESTERDAY + "\",\"students\":\"KEEP\"";
        other.publishAgain();

        ScheduledChanges.run();
        ScheduledChanges.run();

        read(id).body("siteId", nullValue()).body("history", hasSize(3));
    }

    @Test
    void aCompletedEnrollmentStaysAtItsSite() {
        World.execute("update enrollment set state = 'COMPLETED' where id = ?", UUID.fromString(id));
        end(YESTERDAY, moving());

        ScheduledChanges.run();

        read(id).body("siteId", equalTo(world.site.toString()));
    }

    @Test
    void nobodyIsRegisteredAtOrMovedToAnEndedSite() {
        end(YESTERDAY, moving());
        world.enroll(world.request("\"siteId\":\"" + world.site + "\","))
                .then()
                .spec(problem(409, "site-ended"))
                .body("errors.pointer", contains("/siteId"));
        ScheduledChanges.run();

        change("").spec(problem(409, "site-ended")).body("errors.pointer", contains("/siteId"));
    }

    @Test
    void aStudentWasAtASiteOnADayBeforeItsEnd() {
        String home = world.enrolled();
        SiteChangeIT.registeredDaysAgo(home, 10);
        end(World.today().minusDays(3), moving());

        id = home;
        change(",\"effectiveOn\":\"" + World.today().minusDays(5) + "\"").statusCode(200);
        ScheduledChanges.run();

        read(home)
                .body("siteId", equalTo(other.site.toString()))
                .body("history[1].siteChange.to", equalTo(world.site.toString()))
                .body(
                        "history[2].siteChange.effectiveOn",
                        equalTo(World.today().minusDays(2).toString()));
    }

    private ValidatableResponse change(String more) {
        return Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"reason\":\"nearer\"%s}".formatted(world.site, more))
                .post("/v1/enrollments/" + id + "/site-change")
                .then();
    }

    private String moving() {
        return ",\"students\":\"MOVE\",\"targetSiteId\":\"" + other.site + "\"";
    }

    private void end(LocalDate day, String decision) {
        world.siteMore = ",\"endedOn\":\"" + day + "\"" + decision;
        world.publishAgain();
    }

    private ValidatableResponse read(String enrollment) {
        return Api.as(world.token()).get("/v1/enrollments/" + enrollment).then().statusCode(200);
    }
}
