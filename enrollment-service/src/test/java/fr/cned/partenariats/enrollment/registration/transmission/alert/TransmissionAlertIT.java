package fr.cned.partenariats.enrollment.registration.transmission.alert;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A partner that stops sending, or sends otherwise than usual. Today is a Wednesday. */
@EnrollmentIT
class TransmissionAlertIT {

    private static final String ALERTS = "/v1/transmissions/alerts";
    private static final String TOPIC = "enrollment.transmission-alerts.v1";

    @Inject
    TransmissionJudge judge;

    @Inject
    MeterRegistry metrics;

    /** Attempts on each of these days before today. */
    private static void sent(World world, int from, int to, long accepted, long refused) {
        for (int day = from; day >= to; day--) {
            LocalDate on = World.today().minusDays(day);
            if (on.getDayOfWeek().getValue() <= 5) {
                World.execute(
                        "insert into transmission_day values (?, ?, 'x', '', ?), (?, ?, 'x', 'not-found', ?)",
                        on,
                        world.partner,
                        accepted,
                        on,
                        world.partner,
                        refused);
            }
        }
    }

    private static Response alerts(World world, String query) {
        return Api.as(world.token()).get(ALERTS + query);
    }

    private static Response ofPartner(World world) {
        return Api.as(world.token()).get("/v1/transmissions/partners/" + world.partner);
    }

    @Test
    void aSilenceBeginsAndEndsWithAnEventAndAFigure() {
        World world = World.published();
        sent(world, 60, 3, 5, 1);

        judge.run();
        judge.run();

        Response alert = alerts(world, "?state=OPEN");
        alert.then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].condition", equalTo("SILENT"))
                .body("items[0].partnerId", equalTo(world.partner.toString()))
                .body("items[0].lastSentOn", equalTo(World.today().minusDays(5).toString()))
                .body("items[0].reason", containsString("3 working days ago"));
        ofPartner(world)
                .then()
                .statusCode(200)
                .body("usualGap", equalTo(1))
                .body("currentGap", equalTo(3))
                .body("conditions.condition", contains("SILENT"));
        Api.as(world.token())
                .header("Accept-Language", "fr")
                .get(ALERTS)
                .then()
                .body("items[0].reason", containsString("il y a 3 jours ouvrés"));
        assertThat(open()).isPositive();
        String id = alert.path("items[0].id");
        double before = open();

        world.enrolled();
        judge.run();

        alerts(world, "?state=OPEN").then().body("items", hasSize(0));
        alerts(world, "?state=RESOLVED&condition=SILENT").then().body("items.id", contains(id));
        assertThat(open()).isEqualTo(before - 1);
        await().untilAsserted(() -> assertThat(TestTopics.read(TOPIC, id)).hasSize(2));
        List<TestTopics.Message> events = TestTopics.read(TOPIC, id);
        assertThat(events)
                .allSatisfy(event -> assertThat(
                                Schemas.faults("contract/events/transmission-alert-changed.v1", event.value()))
                        .isEmpty());
        assertThat(events.stream().map(event -> JsonPath.from(event.value()).getString("state")))
                .containsExactly("OPEN", "RESOLVED");
    }

    private double open() {
        return metrics.get("transmissions.alerts")
                .tag("condition", "SILENT")
                .gauge()
                .value();
    }

    @Test
    void fewerAttemptsAndMoreRefusalsAreFound() {
        World world = World.published();
        sent(world, 63, 8, 20, 1);
        sent(world, 7, 1, 3, 3);

        judge.run();

        alerts(world, "").then().body("items.condition", containsInAnyOrder("FEWER", "MORE_REFUSED"));
        ofPartner(world)
                .then()
                .body("sentInLastWeek", equalTo(30))
                .body("sentInUsualWeek", equalTo(105))
                .body("percentRefusedInLastWeek", equalTo(50))
                .body("percentRefusedBefore", equalTo(5))
                .body("conditions[1].reason", containsString("50 % were refused"));
    }

    @Test
    void theSilenceOfAClosedPartnerIsNoSurprise() {
        World world = World.published();
        sent(world, 60, 3, 5, 0);
        judge.run();
        world.partnerState = "CLOSED";
        world.publishAgain();

        judge.run();

        Api.as(Tokens.withRole("enrollment-officer"))
                .get(ALERTS + "?partnerId=" + world.partner)
                .then()
                .body("items.state", contains("RESOLVED"));
    }

    @Test
    void anotherPartnerSeesNothingAndAnOfficerSeesAll() {
        World world = World.published();
        sent(world, 60, 3, 5, 0);
        judge.run();
        String stranger = Tokens.partner(UUID.randomUUID());
        String officer = Tokens.withRole("enrollment-officer");

        Api.as(stranger)
                .get(ALERTS + "?partnerId=" + world.partner)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        Api.as(stranger)
                .get("/v1/transmissions/partners/" + world.partner)
                .then()
                .spec(problem(404, "not-found"));
        Api.as(officer)
                .get("/v1/transmissions/partners/" + world.partner)
                .then()
                .statusCode(200)
                .body("conditions.condition", contains("SILENT"));
        Api.as(officer)
                .get("/v1/transmissions/partners/" + UUID.randomUUID())
                .then()
                .spec(problem(404, "not-found"));
        Api.as(officer).get("/v1/transmissions/partners/" + Ids.next()).then().spec(problem(409, "not-yet-propagated"));
        Response page = Api.as(officer).get(ALERTS + "?state=OPEN&limit=1");
        page.then().statusCode(200).body("items", hasSize(1));
        assertThat(SqlCount.total(World.statements(() -> alerts(world, "")))).isEqualTo(SqlCount.SCOPE + 1);
    }

    @Test
    void aNewPartnerIsNotJudged() {
        World world = World.published();
        ofPartner(world)
                .then()
                .statusCode(200)
                .body("sendingDays", equalTo(0))
                .body("lastSentOn", nullValue())
                .body("conditions", hasSize(0));
    }
}
