package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.PATH;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.created;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.deliveries;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.enrollmentChanged;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.makeDue;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.read;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.ENROLLMENT_CHANGED;
import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.WEBHOOK_PAUSED;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.integration.webhook.Receiver.Request;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a partner does when its receiver had a fault: log, replay, ping, rotation, pause and resumption. */
@PartnerIT
class DeliveryLogIT {

    @Inject
    Dispatcher dispatcher;

    private final UUID enrollment = UUID.randomUUID();
    private UUID partner;
    private Receiver receiver;

    @BeforeEach
    void aPartnerWithAReceiver() {
        partner = registered();
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private String subscribed() {
        return created(partner, receiver.url(), ENROLLMENT_CHANGED).getString("id");
    }

    private static void set(String id, String assignments) {
        OwnerDatabase.execute("update webhook set " + assignments + " where id = ?", UUID.fromString(id));
    }

    private void awaitRequests(int count) {
        await().untilAsserted(() -> assertThat(receiver.requests()).hasSize(count));
    }

    private static void awaitOutcome(String webhook, String outcome) {
        await().untilAsserted(() ->
                assertThat(deliveries(webhook).getString("items[0].outcome")).isEqualTo(outcome));
    }

    private static void awaitFirstAttempt(String webhook) {
        await().untilAsserted(() -> assertThat(deliveries(webhook).getString("items[0].lastAttemptAt"))
                .isNotNull());
    }

    private static ValidatableResponse replay(String id, Object request) {
        return officer().body(request).post(PATH + id + "/replay").then();
    }

    @Test
    void aPingIsSentWhateverTheWebhookSubscribesTo() {
        String id = subscribed();

        officer()
                .post(PATH + id + "/ping")
                .then()
                .statusCode(200)
                .body("eventType", equalTo("webhook.ping"))
                .body("outcome", equalTo("PENDING"));

        awaitRequests(1);
        assertThat(receiver.requests().get(0).type()).isEqualTo("webhook.ping");
        awaitOutcome(id, "DELIVERED");
    }

    @Test
    void theLogIsFilteredAndPaged() {
        String id = subscribed();
        for (long revision = 1; revision <= 3; revision++) {
            enrollmentChanged(partner, enrollment, revision, "CONFIRMED");
        }
        awaitRequests(3);
        await().untilAsserted(() ->
                assertThat(deliveries(id).getList("items.outcome")).containsOnly("DELIVERED"));

        String path = PATH + id + "/deliveries";
        JsonPath first = officer().get(path + "?limit=2").jsonPath();
        assertThat(first.getList("items.sequence")).containsExactly(3, 2);
        officer()
                .get(path + "?limit=2&cursor=" + first.getString("next"))
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items.sequence", hasItem(1));
        officer().get(path + "?outcome=FAILED").then().statusCode(200).body("items", hasSize(0));
        officer()
                .get(path + "?outcome=DELIVERED&from=" + Instant.now().plusSeconds(60))
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        officer().get(path + "?outcome=LOST").then().spec(problem(400, "invalid-parameter"));
    }

    @Test
    void aReplayRepeatsOneDeliveryOrAPeriodWithTheSameId() {
        String id = subscribed();
        Instant before = Instant.now().minusSeconds(1);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        enrollmentChanged(partner, enrollment, 2, "ACTIVE");
        await().untilAsserted(() ->
                assertThat(deliveries(id).getList("items.outcome")).containsExactly("DELIVERED", "DELIVERED"));
        String first = receiver.requests().get(0).id();

        replay(id, Map.of("deliveryId", first)).statusCode(200).body("replayed", equalTo(1));
        awaitRequests(3);
        assertThat(receiver.requests().get(2).id()).isEqualTo(first);
        assertThat(receiver.requests().get(2).body())
                .isEqualTo(receiver.requests().get(0).body());
        await().untilAsserted(() ->
                assertThat(deliveries(id).getList("items.outcome")).containsExactly("DELIVERED", "DELIVERED"));

        replay(id, Map.of("from", before.toString())).statusCode(200).body("replayed", equalTo(2));
        awaitRequests(5);
        assertThat(receiver.requests()).extracting(Request::sequence).containsExactly(1L, 2L, 1L, 1L, 2L);

        replay(id, Map.of("from", before.toString(), "outcome", "FAILED"))
                .statusCode(200)
                .body("replayed", equalTo(0));
        replay(id, Map.of("from", before.minusSeconds(60).toString(), "to", before.toString()))
                .statusCode(200)
                .body("replayed", equalTo(0));
    }

    @Test
    void aReplayOfTooMuchOrOfNothingIsRefused() {
        String id = subscribed();
        OwnerDatabase.execute(
                "insert into webhook_delivery (id, webhook_id, partner_id, event_type, object_id, sequence, body,"
                        + " outcome, created_at, due_since, next_attempt_at, attempts)"
                        + " select gen_random_uuid(), ?, ?, 'enrollment.changed', ?, n, '{}', 'DELIVERED', now(), now(),"
                        + " now(), 1 from generate_series(1, 10001) n",
                UUID.fromString(id),
                partner,
                enrollment);
        Instant hourAgo = Instant.now().minusSeconds(3600);

        replay(id, Map.of("from", hourAgo.toString())).spec(problem(409, "too-many-deliveries"));
        assertThat(OwnerDatabase.number(
                        "select count(*) from webhook_delivery where webhook_id = ? and outcome = 'PENDING'",
                        UUID.fromString(id)))
                .isZero();
        replay(id, Map.of()).spec(invalid("/from", "either-or"));
        replay(id, Map.of("deliveryId", UUID.randomUUID().toString(), "from", hourAgo.toString()))
                .spec(invalid("/deliveryId", "either-or"));
        replay(id, Map.of("deliveryId", UUID.randomUUID().toString())).spec(problem(404, "not-found"));
        replay(
                        id,
                        Map.of(
                                "from",
                                hourAgo.toString(),
                                "to",
                                hourAgo.minusSeconds(1).toString()))
                .spec(invalid("/to", "end-before-start"));
        officer().delete(PATH + id).then().statusCode(204);
        OwnerDatabase.execute("delete from webhook_delivery where webhook_id = ?", UUID.fromString(id));
    }

    @Test
    void duringARotationBothSecretsSign() {
        JsonPath webhook = created(partner, receiver.url(), ENROLLMENT_CHANGED);
        String id = webhook.getString("id");
        JsonPath rotated = officer()
                .body(Map.of("overlapHours", 24))
                .post(PATH + id + "/secret-rotation")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(rotated.getString("previousSecretValidUntil")).isNotNull();
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitRequests(1);
        Request both = receiver.requests().get(0);
        assertThat(both.isSignedWith(webhook.getString("secret"))).isTrue();
        assertThat(both.isSignedWith(rotated.getString("secret"))).isTrue();

        set(id, "previous_secret_valid_until = now() - interval '1 second'");
        assertThat(read(id).getString("previousSecretValidUntil")).isNull();
        enrollmentChanged(partner, enrollment, 2, "ACTIVE");
        awaitRequests(2);
        assertThat(receiver.requests().get(1).isSignedWith(webhook.getString("secret")))
                .isFalse();
        assertThat(receiver.requests().get(1).isSignedWith(rotated.getString("secret")))
                .isTrue();
        officer()
                .body(Map.of("overlapHours", 169))
                .post(PATH + id + "/secret-rotation")
                .then()
                .statusCode(400);
    }

    @Test
    void aReceiverThatAcceptsNothingFor24HoursPausesTheWebhook() {
        receiver.answers(request -> 503);
        String id = subscribed();
        set(id, "failing_since = now() - interval '25 hours'");
        try (Receiver watcher = new Receiver()) {
            created(partner, watcher.url(), WEBHOOK_PAUSED);
            enrollmentChanged(partner, enrollment, 1, "CONFIRMED");

            await().untilAsserted(() -> assertThat(read(id).getString("state")).isEqualTo("PAUSED"));
            assertThat(read(id).getString("pausedAt")).isNotNull();
            assertThat(OwnerDatabase.number(
                            "select count(*) from notice where kind = 'WEBHOOK_PAUSED' and urgent and object_id = ?",
                            UUID.fromString(id)))
                    .isOne();
            assertThat(deliveries(id).getString("items[0].outcome")).isEqualTo("PENDING");
            await().untilAsserted(() -> assertThat(watcher.requests()).hasSize(1));
            assertThat(watcher.requests().get(0).type()).isEqualTo("webhook.paused");
            assertThat(watcher.requests().get(0).objectId()).isEqualTo(id);
        }
        officer()
                .queryParam("objectId", id)
                .get("/v1/audit/partner")
                .then()
                .statusCode(200)
                .body("items[0].operation", equalTo("pauseWebhook"));

        enrollmentChanged(partner, enrollment, 2, "ACTIVE");
        await().untilAsserted(() ->
                assertThat(deliveries(id).getList("items.outcome")).containsExactly("PENDING", "PENDING"));
        makeDue(id);
        dispatcher.poll();
        assertThat(receiver.requests()).hasSize(1);
        officer().post(PATH + id + "/ping").then().spec(problem(409, "webhook-paused"));

        receiver.answers(request -> 200);
        OwnerDatabase.execute(
                "update webhook_delivery set next_attempt_at = now() + interval '3 hours' where webhook_id = ?",
                UUID.fromString(id));
        Api.as(Tokens.partnerWithScopes(partner, "webhooks:manage"))
                .post(PATH + id + "/resumption")
                .then()
                .statusCode(200)
                .body("state", equalTo("ACTIVE"));
        await().untilAsserted(() ->
                assertThat(deliveries(id).getList("items.outcome")).containsExactly("DELIVERED", "DELIVERED"));
        assertThat(receiver.requests()).extracting(Request::sequence).containsExactly(1L, 1L, 2L);
        assertThat(read(id).getString("failingSince")).isNull();
    }

    @Test
    void theStatus410PausesTheWebhookAtOnce() {
        receiver.answers(request -> 410);
        String id = subscribed();
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");

        await().untilAsserted(() -> assertThat(read(id).getString("state")).isEqualTo("PAUSED"));
    }

    @Test
    void aDeliveryIsGivenUpAfter24HoursWhenOthersAreAcceptedAndCanBeReplayed() {
        receiver.answers(request -> request.objectId().equals(enrollment.toString()) ? 500 : 204);
        String id = subscribed();
        enrollmentChanged(partner, UUID.randomUUID(), 1, "CONFIRMED");
        awaitOutcome(id, "DELIVERED");
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitFirstAttempt(id);
        OwnerDatabase.execute(
                "update webhook_delivery set tried_since = now() - interval '25 hours' where webhook_id = ?",
                UUID.fromString(id));
        makeDue(id);
        dispatcher.poll();
        awaitOutcome(id, "FAILED");
        officer()
                .get(PATH + id + "/deliveries?outcome=FAILED")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].lastFault", equalTo("STATUS"));

        receiver.answers(request -> 204);
        replay(id, Map.of("from", Instant.now().minusSeconds(600).toString(), "outcome", "FAILED"))
                .statusCode(200)
                .body("replayed", equalTo(1));
        awaitOutcome(id, "DELIVERED");
    }

    /** As when the change before it was accepted late. */
    @Test
    void aDeliveryThatWaitedForItsTurnIsSoonTriedAgain() {
        receiver.answers(request -> 500);
        String id = subscribed();
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitFirstAttempt(id);
        OwnerDatabase.execute(
                "update webhook_delivery set due_since = now() - interval '1 hour', tried_since = null,"
                        + " next_attempt_at = now(), last_attempt_at = null where webhook_id = ?",
                UUID.fromString(id));
        dispatcher.poll();
        awaitFirstAttempt(id);
        Instant tried = Instant.parse(deliveries(id).getString("items[0].lastAttemptAt"));
        Instant again = Instant.parse(deliveries(id).getString("items[0].nextAttemptAt"));
        assertThat(Duration.between(tried, again)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    }

    @Test
    void aWebhookGetsAtMostTenPingsInAMinute() {
        String id = webhook(partner).toString();
        String other = webhook(partner).toString();
        for (int i = 0; i < 10; i++) {
            officer().post(PATH + id + "/ping").then().statusCode(200);
        }
        officer()
                .post(PATH + id + "/ping")
                .then()
                .spec(problem(429, "too-many-pings"))
                .header("Retry-After", "60");
        officer().post(PATH + other + "/ping").then().statusCode(200);
    }

    @Test
    void aFailureNamesItsCause() {
        String id = webhook(partner).toString();
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitFirstAttempt(id);
        assertThat(deliveries(id).getString("items[0].lastFault")).isEqualTo("NO_CONNECTION");

        String forbidden = subscribed();
        set(forbidden, "url = 'https://10.0.0.1/'");
        enrollmentChanged(partner, enrollment, 2, "ACTIVE");
        awaitFirstAttempt(forbidden);
        assertThat(deliveries(forbidden).getString("items[0].lastFault")).isEqualTo("NO_PUBLIC_ADDRESS");
        assertThat(List.of(id, forbidden))
                .allSatisfy(each -> assertThat(deliveries(each).getString("items[0].outcome"))
                        .isEqualTo("PENDING"));
    }
}
