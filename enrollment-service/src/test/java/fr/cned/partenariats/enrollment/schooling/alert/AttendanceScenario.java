package fr.cned.partenariats.enrollment.schooling.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.quarkus.arc.Arc;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An enrollment that has started, with requests for its hours, absences and alerts by its partner. */
public final class AttendanceScenario {

    public static final String TOPIC = "enrollment.attendance-alerts.v1";
    public static final String ALERTS = "/v1/attendance/alerts";
    public static final String ABSENCES = "/v1/attendance/absences";

    public final String week = Weeks.ago(1);
    public final World world;
    public String enrollment = "";

    public AttendanceScenario() {
        this(Weeks.started());
    }

    private AttendanceScenario(World world) {
        this.world = world;
    }

    /** @param agreement further members of the agreement, each ending with a comma */
    public void enrolledUnder(String agreement) {
        world.agreementMore = agreement;
        world.publish();
        enroll("");
    }

    /** Enrolls a student whom the site hosts. */
    public void hostedUnder(String agreement) {
        world.agreementMore = agreement;
        world.publish();
        enroll("\"siteId\":\"" + world.site + "\",");
    }

    private void enroll(String more) {
        enrollment = world.enroll(world.request(more)).path("id");
        ScheduledChanges.run();
        Weeks.activeForLong(enrollment);
    }

    /**
     * Enrolls the student of another scenario, or another student of its partner, on a second training.
     *
     * @param student null for another student
     */
    public static AttendanceScenario second(
            AttendanceScenario first, @Nullable String student, String agreement, boolean hosted) {
        AttendanceScenario second = new AttendanceScenario(World.sharingPartnerOf(first.world));
        World world = second.world;
        world.offeringStarts = first.world.offeringStarts;
        world.agreementMore = agreement;
        world.publish();
        String site = hosted ? "\"siteId\":\"" + world.site + "\"," : "";
        second.enrollment = world.enroll(
                        student == null
                                ? world.request(site)
                                : "{%s\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                                        .formatted(site, world.agreement, world.offering, student))
                .path("id");
        ScheduledChanges.run();
        Weeks.activeForLong(second.enrollment);
        return second;
    }

    public String student() {
        return Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
    }

    /** Looks for weeks without declared hours, as the schedule does. */
    public static void checkUndeclaredWeeks() {
        Arc.container().instance(UndeclaredWeeks.class).get().check();
    }

    public Response declare(String hours) {
        return declareIn(week, hours);
    }

    public Response declareIn(String declaredWeek, String hours) {
        return declare(world.site, declaredWeek, hours);
    }

    public Response declareAt(UUID site, String hours) {
        return declare(site, week, hours);
    }

    private Response declare(UUID site, String declaredWeek, String hours) {
        return Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%s}]}"
                        .formatted(site, declaredWeek, enrollment, hours))
                .post("/v1/attendance");
    }

    /** @param hours null for the whole week */
    public Response justify(String reason, @Nullable String hours) {
        return Api.as(world.token()).body(absence(reason, hours)).post(ABSENCES);
    }

    public String absence(String reason, @Nullable String hours) {
        return "{\"enrollmentId\":\"%s\",\"week\":\"%s\",\"reason\":\"%s\"%s}"
                .formatted(enrollment, week, reason, hours == null ? "" : ",\"hours\":" + hours);
    }

    public Response alerts(String query) {
        return Api.as(world.token()).get(ALERTS + query);
    }

    public String alertId() {
        return alerts("").path("items[0].id");
    }

    /** The last of these states is published, and no other ones, in this order. Changes within a moment are one event. */
    public void assertPublished(String... states) {
        String id = alertId();
        await().during(Duration.ofMillis(600)).untilAsserted(() -> {
            List<String> published = new ArrayList<>();
            for (TestTopics.Message message : TestTopics.read(TOPIC, id)) {
                String state = JsonPath.from(message.value()).getString("state");
                if (published.isEmpty() || !published.get(published.size() - 1).equals(state)) {
                    published.add(state);
                }
            }
            assertThat(published).endsWith(states[states.length - 1]);
            assertThat(states).containsSubsequence(published);
        });
    }
}
