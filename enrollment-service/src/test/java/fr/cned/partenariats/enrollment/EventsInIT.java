package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class EventsInIT {

    @Test
    void repeatedAndReorderedAgreementsChangeNothing() {
        World world = World.published();
        world.enrolled();
        world.seats = 20;
        world.publishAgain();
        Map<String, Long> counted = world.seat();

        world.publishAgreement();
        world.revision = 1;
        world.seats = 3;
        world.agreementState = "TERMINATED";
        world.publishAgreement();
        lastOf(world).publishAgreement();

        await().until(() -> World.number("select revision from agreement_view where id = ?", world.agreement) == 5);
        assertThat(world.seat()).isEqualTo(counted);
        world.enroll().then().statusCode(201);
    }

    @Test
    void repeatedAndReorderedOfferingsChangeNothing() {
        World world = World.published();
        world.enrolled();
        world.capacity = 20;
        world.publishAgain();
        Map<String, Long> counted = world.place();

        world.publishOffering();
        world.revision = 1;
        world.capacity = 3;
        world.offeringState = "CANCELLED";
        world.publishOffering();
        lastOf(world).publishOffering();

        await().until(() -> World.number("select revision from offering_view where id = ?", world.offering) == 5);
        assertThat(world.place()).isEqualTo(counted);
        world.enroll().then().statusCode(201);
    }

    /** Publishes the newest state last: when it is visible, the earlier messages of the partition were processed. */
    private static World lastOf(World world) {
        world.revision = 5;
        world.seats = 20;
        world.capacity = 20;
        world.agreementState = "IN_FORCE";
        world.offeringState = "OPEN";
        return world;
    }

    @Test
    void anAgreementReceivedAgainRepairsItsCopy() {
        World world = World.published();
        world.agreementState = "SUSPENDED";
        world.publishAgreement();
        await().untilAsserted(
                        () -> world.enroll().then().statusCode(409).body("code", equalTo("agreement-not-in-force")));
    }

    @Test
    void aPoisonMessageGoesToTheDeadLetterTopicAndConsumptionGoesOn() {
        World world = World.published();
        String type = "fr.cned.partenariats.agreement.changed.v1";
        String key = world.agreement.toString();
        String topic = "partner.agreements.v1";
        TestTopics.publish(topic, key, type, "{\"id\":");
        TestTopics.publish(topic, key, type, "{\"id\":\"" + key + "\",\"revision\":9}");
        TestTopics.publish(topic, key, "fr.cned.partenariats.agreement.renamed.v1", "{}");
        TestTopics.publish(topic, key, type, negativeSeats(world));
        TestTopics.publish(topic, key, type, unstorableNumber(world));
        TestTopics.publishRaw(topic, key, Map.of(), new byte[] {(byte) 0xff});
        world.seats = 12;
        world.publishAgain();

        assertThat(world.seat()).containsEntry("requested", 12L);
        await().untilAsserted(() -> assertThat(TestTopics.read(topic + ".enrollment-service.dlq", key))
                .hasSize(6)
                .allSatisfy(letter -> assertThat(letter.headers())
                        .containsEntry("dead-letter-topic", topic)
                        .containsKey("dead-letter-reason")));
        String offering = world.offering.toString();
        TestTopics.publishRaw(
                "catalog.offerings.v1",
                offering,
                Map.of("ce_type", "fr.cned.partenariats.offering.changed.v1"),
                "[]".getBytes(StandardCharsets.UTF_8));
        world.capacity = 13;
        world.publishAgain();
        assertThat(world.place()).containsEntry("requested", 13L);
        await().untilAsserted(() -> assertThat(TestTopics.read("catalog.offerings.v1.enrollment-service.dlq", offering))
                .hasSize(1));
    }

    private static String negativeSeats(World world) {
        return agreement(world, "C", world.quota, "-1");
    }

    /** Valid JSON, but PostgreSQL text cannot store the null character. */
    private static String unstorableNumber(World world) {
        return agreement(world, "C\\u0000", world.quota, "1");
    }

    private static String agreement(World world, String number, UUID quota, String seats) {
        return """
                {"id":"%s","revision":9,"number":"%s","kind":"SPECIFIC","state":"IN_FORCE","parties":[],
                 "seatQuotas":[{"id":"%s","academicYear":"2026-2027","seats":%s}]}""".formatted(world.agreement, number, quota, seats);
    }

    @Test
    void aRemovedQuotaGrantsOnlyItsUsedSeats() {
        World world = World.published();
        String id = world.enrolled();
        UUID goneQuota = world.quota;
        Map<String, Long> before = world.seat();

        world.seatQuotas = "[]";
        world.publishAgain();

        assertThat(World.number("select requested from seat_counter where id = ?", goneQuota))
                .isZero();
        assertThat(World.number("select granted from seat_counter where id = ?", goneQuota))
                .isEqualTo(1);
        assertThat(world.seat().get("revision")).isGreaterThan(before.get("revision"));
        world.enroll().then().statusCode(409).body("code", equalTo("no-seat-quota"));
        Api.as(world.token())
                .body("{\"reason\":\"x\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
        assertThat(world.seat()).containsEntry("granted", 0L).containsEntry("used", 0L);
    }

    @Test
    void aFrameworkDoesNotGrantTheSeatsOfItsSpecificAgreements() {
        World world = new World();
        world.seatQuotas =
                "[{\"id\":\"" + world.quota + "\",\"academicYear\":\"2026-2027\",\"seats\":5,\"grantable\":1}]";
        world.publish();
        world.enroll().then().statusCode(201);
        world.enroll().then().statusCode(409).body("code", equalTo("no-seat-left"));
        assertThat(world.seat()).containsEntry("requested", 1L).containsEntry("granted", 1L);
    }

    /** The removed quota for one training no longer takes precedence over the quota for all trainings. */
    @Test
    void theRemainingQuotaCoversTheTrainingOfTheRemovedOne() {
        World world = new World();
        UUID general = UUID.randomUUID();
        String all = "{\"id\":\"" + general + "\",\"academicYear\":\"2026-2027\",\"seats\":5}";
        String bts = "{\"id\":\"" + world.quota + "\",\"academicYear\":\"2026-2027\",\"family\":\"BTS\",\"seats\":1}";
        world.seatQuotas = "[" + all + "," + bts + "]";
        world.publish();
        world.enroll().then().statusCode(201).body("seatQuotaId", equalTo(world.quota.toString()));
        world.enroll().then().statusCode(409).body("code", equalTo("no-seat-left"));

        world.seatQuotas = "[" + all + "]";
        world.publishAgain();
        world.enroll().then().statusCode(201).body("seatQuotaId", equalTo(general.toString()));

        world.seatQuotas = "[" + all + "," + bts + "]";
        world.publishAgain();
        world.enroll().then().statusCode(409).body("code", equalTo("no-seat-left"));
    }

    @Test
    void aReemissionRepeatsEveryStateWithTheSameRevision() {
        World world = World.published();
        String id = world.enrolled();
        Map<String, String> topics = Map.of(
                "enrollment.enrollments.v1", id,
                "enrollment.seats.v1", world.quota.toString(),
                "enrollment.places.v1", world.offering.toString());
        Map<String, Integer> sent = Map.of(
                "enrollment.enrollments.v1", 1,
                "enrollment.seats.v1", 2,
                "enrollment.places.v1", 2);
        topics.forEach((topic, key) -> await().untilAsserted(
                        () -> assertThat(TestTopics.read(topic, key)).hasSize(sent.get(topic))));

        JsonPath job = Reemissions.run("/v1/enrollment-events/re-emissions", Tokens.withRole("ops"));
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getMap("counts")).containsKeys("enrollments", "seats", "places");

        topics.forEach((topic, key) -> await().untilAsserted(() -> {
            List<String> states = TestTopics.read(topic, key).stream()
                    .map(TestTopics.Message::value)
                    .toList();
            assertThat(states).hasSize(sent.get(topic) + 1);
            JsonPath first = JsonPath.from(states.get(sent.get(topic) - 1));
            JsonPath again = JsonPath.from(states.get(sent.get(topic)));
            for (String field : List.of("revision", "id")) {
                assertThat(again.getString(field)).isEqualTo(first.getString(field));
            }
            assertThat(again.getString("used")).isEqualTo(first.getString("used"));
        }));
        assertThat(World.number("select version from enrollment where id = ?", UUID.fromString(id)))
                .isZero();
    }
}
