package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.PATH;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.created;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.deliveries;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.enrollmentChanged;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.holdChanged;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.makeDue;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.objectChanged;
import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.AGREEMENT_CHANGED;
import static fr.cned.partenariats.partner.integration.webhook.api.EventTypes.ENROLLMENT_CHANGED;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.events.consumer.EventConsumer;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.integration.webhook.Receiver.Request;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryFault;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events become deliveries, which are sent in order, signed, and again until they are accepted. */
@PartnerIT
class DeliveryIT {

    @Inject
    Dispatcher dispatcher;

    @Inject
    EventConsumer consumer;

    @Inject
    Deliveries deliveries;

    @Inject
    DeliveryRetention retention;

    @Inject
    MeterRegistry metrics;

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

    private String subscribed(String... types) {
        return created(partner, receiver.url(), types).getString("id");
    }

    private void awaitRequests(int count) {
        await().untilAsserted(() -> assertThat(receiver.requests()).hasSize(count));
    }

    private static void awaitOutcome(String webhook, String... outcomes) {
        await().untilAsserted(() ->
                assertThat(deliveries(webhook).getList("items.outcome")).containsExactly((Object[]) outcomes));
    }

    /** The newest delivery has had this many attempts, and their results are recorded. */
    private static void awaitAttempts(String webhook, int attempts) {
        await().untilAsserted(() -> {
            JsonPath log = deliveries(webhook);
            assertThat(log.<Integer>get("items[0].attempts")).isEqualTo(attempts);
            assertThat(log.getString("items[0].lastAttemptAt")).isNotNull();
        });
    }

    @Test
    void aChangeIsDeliveredSignedAndWithoutPersonalData() {
        JsonPath webhook = created(partner, receiver.url(), ENROLLMENT_CHANGED);
        enrollmentChanged(registered(), UUID.randomUUID(), 0, "CONFIRMED");
        enrollmentChanged(partner, enrollment, 3, "CONFIRMED");

        awaitRequests(1);
        Request request = receiver.requests().get(0);
        assertThat(request.isSignedWith(webhook.getString("secret"))).isTrue();
        assertThat(request.headers().firstValue("content-type")).hasValue("application/json");
        JsonPath body = JsonPath.from(request.body());
        assertThat(body.<Map<String, Object>>get("$")).containsOnlyKeys("type", "timestamp", "data");
        assertThat(body.getString("type")).isEqualTo("enrollment.changed");
        assertThat(body.<Map<String, Object>>get("data"))
                .isEqualTo(Map.of(
                        "id",
                        enrollment.toString(),
                        "reference",
                        "2026-É-17",
                        "state",
                        "CONFIRMED",
                        "sequence",
                        3,
                        "agreementId",
                        WebhookMother.AGREEMENT.toString(),
                        "link",
                        "/v1/enrollments/" + enrollment));
        String id = webhook.getString("id");
        awaitOutcome(id, "DELIVERED");
        JsonPath log = deliveries(id);
        assertThat(log.getString("items[0].id")).isEqualTo(request.id());
        assertThat(log.getString("items[0].eventType")).isEqualTo("enrollment.changed");
        assertThat(log.getString("items[0].objectId")).isEqualTo(enrollment.toString());
        assertThat(log.getInt("items[0].lastStatus")).isEqualTo(204);
        assertThat(log.getInt("items[0].lastDurationMillis")).isBetween(0, 5_000);
        assertThat(log.getInt("items[0].attempts")).isEqualTo(1);
    }

    @Test
    void aDeliveryHasTheTraceOfItsCauseAndTheReceiverDoesNotSeeIt() {
        String webhook = subscribed(ENROLLMENT_CHANGED, AGREEMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 3, "CONFIRMED");
        UUID agreement = signed(started("SPECIFIC", partner));

        await().untilAsserted(() -> assertThat(deliveries(webhook).getList("items.eventType"))
                .contains(ENROLLMENT_CHANGED, AGREEMENT_CHANGED));
        await().untilAsserted(() -> assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(2));
        assertThat(receiver.requests())
                .allSatisfy(request -> assertThat(request.headers().map().keySet())
                        .allMatch(name ->
                                !name.toLowerCase(Locale.ROOT).matches("traceparent|tracestate|baggage|b3|x-b3-.*")));
        assertThat(traced(enrollment, WebhookMother.TRACEPARENT)).isOne();
        assertThat(traced(agreement, "00-%-%-%")).isPositive();
    }

    private static long traced(UUID object, String pattern) {
        return OwnerDatabase.number(
                "select count(*) from webhook_delivery where object_id = ? and traceparent like ?", object, pattern);
    }

    @Test
    void theWaitingTimeOfTheFirstAttemptIsMeasuredAndNothingIsDueAfterIt() {
        long before = metrics.get("webhooks.waiting.time").timer().count();
        String webhook = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 3, "CONFIRMED");
        awaitOutcome(webhook, "DELIVERED");

        assertThat(metrics.get("webhooks.waiting.time").timer().count()).isGreaterThan(before);
        // Those of other tests would become due meanwhile.
        OwnerDatabase.execute(
                "update webhook_delivery set next_attempt_at = now() + interval '1 hour' where outcome = 'PENDING'");
        dispatcher.measureDue();
        double dueBefore = metrics.get("webhooks.due").gauge().value();
        OwnerDatabase.execute(
                "update webhook_delivery set outcome = 'PENDING', next_attempt_at = 'epoch' where webhook_id = '"
                        + webhook + "'");
        dispatcher.measureDue();
        assertThat(metrics.get("webhooks.due").gauge().value()).isEqualTo(dueBefore + 1);
    }

    @Test
    void aChangeOfAnAgreementIsDeliveredToItsParties() {
        subscribed(AGREEMENT_CHANGED);

        UUID agreement = signed(started("SPECIFIC", partner));

        await().untilAsserted(() -> assertThat(receiver.requests())
                .isNotEmpty()
                .allMatch(request -> request.type().equals("agreement.changed")
                        && request.objectId().equals(agreement.toString()))
                .anyMatch(request ->
                        JsonPath.from(request.body()).getString("data.state").equals("IN_FORCE")));
        assertThat(receiver.requests()).extracting(Request::sequence).isSorted();
    }

    @Test
    void anAgreementThatIsSentAgainWithoutAChangeIsNotDelivered() {
        UUID agreement = signed(started("SPECIFIC", partner));
        subscribed(AGREEMENT_CHANGED);

        Reemissions.run("/v1/partner-events/re-emissions", Tokens.withRole(Roles.OPS));
        act(agreement, "suspension", Map.of("reason", "Contrôle")).then().statusCode(200);

        await().untilAsserted(() -> assertThat(receiver.requests())
                .extracting(request -> JsonPath.from(request.body()).getString("data.state"))
                .containsExactly("SUSPENDED"));
    }

    @Test
    void anErasureRemovesTheReferenceFromStoredDeliveries() {
        String id = created(partner, receiver.url(), ENROLLMENT_CHANGED).getString("id");
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitOutcome(id, "DELIVERED");
        assertThat(receiver.requests().get(0).body()).contains("2026-É-17");

        WebhookMother.enrollmentLostItsReference(partner, enrollment, 2);

        awaitOutcome(id, "DELIVERED", "DELIVERED");
        assertThat(OwnerDatabase.number(
                        "select count(*) from webhook_delivery where webhook_id = ? and body like '%reference%'",
                        UUID.fromString(id)))
                .isZero();
        assertThat(receiver.requests()).extracting(Request::sequence).containsExactly(1L, 2L);
    }

    @Test
    void anErasureThatIsReadWithAnEarlierEventRemovesItsReferenceToo() {
        String id = subscribed(ENROLLMENT_CHANGED);

        consumer.on(WebhookMother.enrollmentAndErasure(partner, enrollment));

        awaitOutcome(id, "DELIVERED", "DELIVERED");
        assertThat(receiver.requests()).extracting(Request::body).noneMatch(body -> body.contains("reference"));
    }

    @Test
    void aRepeatedEventAddsNothing() {
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        enrollmentChanged(partner, enrollment, 2, "ACTIVE");

        awaitOutcome(id, "DELIVERED", "DELIVERED");
        assertThat(receiver.requests()).extracting(Request::sequence).containsExactly(1L, 2L);
    }

    @Test
    void otherObjectsAreToldByTheirIdsAndStates() {
        subscribed(
                EventTypes.ATTENDANCE_ALERT_CHANGED,
                EventTypes.TRANSMISSION_ALERT_CHANGED,
                EventTypes.IMPORT_JOB_CHANGED,
                EventTypes.STUDENT_CHANGED);
        UUID object = UUID.randomUUID();

        assertTold("attendance-alert", object, "OPEN", "OPEN", "/v1/attendance/alerts/" + object, ",\"hours\":3");
        assertTold("transmission-alert", object, "OPEN", "OPEN", "/v1/transmissions/partners/" + partner, "");
        assertTold("import-job", object, "DONE", "DONE", "/v1/imports/" + object, ",\"rejected\":2");
        String merged = ",\"mergedInto\":\"" + UUID.randomUUID() + '"';
        assertTold("student", object, "MERGED", "REGISTERED", "/v1/students/" + object, merged);
    }

    private void assertTold(String object, UUID id, String state, String told, String link, String fields) {
        int before = receiver.requests().size();
        objectChanged(object, registered(), UUID.randomUUID(), 7, state, fields);
        objectChanged(object, partner, id, 7, state, fields);

        awaitRequests(before + 1);
        JsonPath body = JsonPath.from(receiver.requests().get(before).body());
        assertThat(body.getString("type")).isEqualTo(object + ".changed");
        Map<String, Object> expected =
                new HashMap<>(Map.of("id", id.toString(), "state", told, "sequence", 7, "link", link));
        if (fields.contains("rejected")) {
            expected.put("rejected", 2);
        }
        assertThat(body.<Map<String, Object>>get("data")).isEqualTo(expected);
    }

    @Test
    void aBrokenContractIsToldToThePartnerAndToTheTrainingCentre() {
        UUID centre = registered();
        subscribed(EventTypes.CONTRACT_BROKEN);
        created(centre, receiver.url(), EventTypes.CONTRACT_BROKEN);
        UUID contract = UUID.randomUUID();
        String fields = ",\"trainingCentreId\":\"" + centre + '"';

        objectChanged("apprenticeship-contract", partner, contract, 0, "RUNNING", fields);
        objectChanged("apprenticeship-contract", partner, contract, 1, "RUPTURED", fields);

        awaitRequests(2);
        assertThat(receiver.requests())
                .extracting(request -> JsonPath.from(request.body()).getString("data.link"))
                .containsExactlyInAnyOrder("/v1/apprenticeship-contracts/" + contract, "/v1/apprentices/" + contract);
        assertThat(receiver.requests())
                .allSatisfy(request -> assertThat(JsonPath.from(request.body()).getString("type"))
                        .isEqualTo("contract.broken"));
    }

    /** Later changes of the enrollment repeat the hold. */
    @Test
    void aHoldIsToldWhenItBeginsAndWhenItEnds() {
        String id = subscribed(EventTypes.HOLD_CHANGED, ENROLLMENT_CHANGED);
        Instant began = Instant.now();
        String held = "{\"until\":\"2027-01-10\",\"changedAt\":\"" + began + "\"}";
        holdChanged(partner, enrollment, 1, "PENDING_FUNDING", held);
        holdChanged(partner, enrollment, 2, "PENDING_FUNDING", held);
        holdChanged(
                partner,
                enrollment,
                3,
                "CONFIRMED",
                "{\"endedAs\":\"CONFIRMED\",\"changedAt\":\"" + began.plusSeconds(1) + "\"}");

        awaitRequests(5);
        assertThat(receiver.requests().stream()
                        .map(request -> JsonPath.from(request.body()))
                        .filter(body -> body.getString("type").equals("hold.changed"))
                        .map(body -> body.getString("data.state")))
                .containsExactly("HELD", "CONFIRMED");
        awaitOutcome(id, "DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED");
    }

    @Test
    void aFailedDeliveryIsRepeatedAndHoldsBackLaterOnesOfItsObjectOnly() {
        UUID other = UUID.randomUUID();
        receiver.answers(request -> request.objectId().equals(enrollment.toString()) ? 500 : 204);
        String id = subscribed(ENROLLMENT_CHANGED);
        for (long revision = 1; revision <= 3; revision++) {
            enrollmentChanged(partner, enrollment, revision, "CONFIRMED");
        }
        enrollmentChanged(partner, other, 9, "CONFIRMED");

        await().untilAsserted(() ->
                assertThat(receiver.requests()).extracting(Request::sequence).containsExactlyInAnyOrder(1L, 9L));
        await().untilAsserted(() ->
                assertThat(deliveries(id).getList("items.lastStatus")).contains(500, 204));
        dispatcher.poll(); // nothing is due: the first pause is five seconds
        receiver.answers(request -> 204);
        makeDue(id);
        dispatcher.poll();

        awaitOutcome(id, "DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED");
        List<Request> ofEnrollment = receiver.requests().stream()
                .filter(request -> request.objectId().equals(enrollment.toString()))
                .toList();
        assertThat(ofEnrollment).extracting(Request::sequence).containsExactly(1L, 1L, 2L, 3L);
        assertThat(ofEnrollment.get(0).id()).isEqualTo(ofEnrollment.get(1).id());
    }

    @Test
    void aRedirectIsAFailure() {
        receiver.answers(request -> 302);
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");

        awaitAttempts(id, 1);
        assertThat(receiver.requests()).hasSize(1);
        JsonPath log = deliveries(id);
        assertThat(log.getString("items[0].outcome")).isEqualTo("PENDING");
        assertThat(log.getInt("items[0].lastStatus")).isEqualTo(302);
        assertThat(log.getString("items[0].lastFault")).isEqualTo("STATUS");
        assertThat(log.getString("items[0].nextAttemptAt")).isNotNull();
        assertThat(WebhookMother.read(id).getString("failingSince")).isNotNull();
    }

    @Test
    void theReceiverAsksForALongerPause() {
        receiver.answers(request -> 429);
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");

        awaitAttempts(id, 1);
        JsonPath log = deliveries(id);
        Instant next = Instant.parse(log.getString("items[0].nextAttemptAt"));
        Instant last = Instant.parse(log.getString("items[0].lastAttemptAt"));
        assertThat(Duration.between(last, next)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
    }

    @Test
    void aSlowReceiverDelaysNobodyElse() {
        CountDownLatch slow = new CountDownLatch(1);
        receiver.answers(request -> {
            awaitUninterruptibly(slow);
            return 204;
        });
        subscribed(ENROLLMENT_CHANGED);
        UUID quickPartner = registered();
        try (Receiver quick = new Receiver()) {
            created(quickPartner, quick.url(), ENROLLMENT_CHANGED);
            for (int i = 0; i < 40; i++) {
                enrollmentChanged(partner, UUID.randomUUID(), 1, "CONFIRMED");
            }
            await().untilAsserted(() -> assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(10));
            enrollmentChanged(quickPartner, enrollment, 1, "CONFIRMED");

            await().atMost(Duration.ofSeconds(3))
                    .untilAsserted(() -> assertThat(quick.requests()).hasSize(1));
            assertThat(receiver.requests()).hasSizeLessThanOrEqualTo(16);
        } finally {
            slow.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anyInstanceRepeatsWhatADeadOneHadClaimed() {
        String id = subscribed(ENROLLMENT_CHANGED);
        OwnerDatabase.execute(
                "update webhook set state = 'PAUSED', paused_at = now() where id = ?", UUID.fromString(id));
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitOutcome(id, "PENDING");
        OwnerDatabase.execute(
                "update webhook set state = 'ACTIVE', paused_at = null where id = ?", UUID.fromString(id));

        Deliveries.Claim claim = deliveries.exchange(UUID.fromString(id), List.of(), 16, 1, 0); // it dies here

        assertThat(claim.deliveries()).hasSize(1);
        dispatcher.poll();
        assertThat(deliveries.exchange(UUID.fromString(id), List.of(), 16, 1, 0).deliveries())
                .isEmpty();
        assertThat(receiver.requests()).isEmpty();
        makeDue(id); // the lease ends
        dispatcher.poll();
        awaitOutcome(id, "DELIVERED");
        assertThat(receiver.requests()).hasSize(1);
        assertThat(deliveries(id).getInt("items[0].attempts")).isEqualTo(2);

        // The dead one was only slow: its result is too late.
        deliveries.exchange(
                UUID.fromString(id),
                List.of(new Deliveries.Finished(
                        claim.deliveries().get(0), new AttemptResult(500, DeliveryFault.STATUS, 1, null))),
                16,
                1,
                0);
        awaitOutcome(id, "DELIVERED");
    }

    @Test
    void aSuspendedPartnerGetsNothingUntilItIsActiveAgain() {
        String id = subscribed(ENROLLMENT_CHANGED);
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitOutcome(id, "PENDING");
        dispatcher.poll();
        assertThat(deliveries(id).getInt("items[0].attempts")).isZero();

        officer().post("/v1/partners/" + partner + "/activation").then().statusCode(200);
        dispatcher.poll();

        awaitOutcome(id, "DELIVERED");
    }

    @Test
    void aWebhookDoesNotFailWhileItsPartnerIsSuspended() {
        receiver.answers(request -> 500);
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitAttempts(id, 1);
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        OwnerDatabase.execute(
                "update webhook set failing_since = now() - interval '2 days',"
                        + " last_success_at = now() - interval '1 day' where id = ?",
                UUID.fromString(id));
        OwnerDatabase.execute(
                "update webhook_delivery set tried_since = now() - interval '2 days' where webhook_id = ?",
                UUID.fromString(id));
        officer().post("/v1/partners/" + partner + "/activation").then().statusCode(200);
        assertThat(WebhookMother.read(id).getString("failingSince")).isNull();

        makeDue(id);
        dispatcher.poll();

        awaitAttempts(id, 2);
        awaitOutcome(id, "PENDING");
        assertThat(WebhookMother.read(id).getString("state")).isEqualTo("ACTIVE");
    }

    @Test
    void aDeliveryThatWaitsBehindAnEarlierOneIsNotDue() {
        receiver.answers(request -> 500);
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitAttempts(id, 1);
        // Those of other tests would become due meanwhile.
        OwnerDatabase.execute(
                "update webhook_delivery set next_attempt_at = now() + interval '1 hour' where outcome = 'PENDING'");
        dispatcher.measureDue();
        double dueBefore = metrics.get("webhooks.due").gauge().value();
        enrollmentChanged(partner, enrollment, 2, "ACTIVE");
        awaitOutcome(id, "PENDING", "PENDING");
        dispatcher.measureDue();

        assertThat(metrics.get("webhooks.due").gauge().value()).isEqualTo(dueBefore);
        assertThat(deliveries.webhooksWithDue()).doesNotContain(UUID.fromString(id));
    }

    @Test
    void aDeletedWebhookGetsNothing() {
        receiver.answers(request -> 500);
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        awaitAttempts(id, 1);
        officer().delete(PATH + id).then().statusCode(204);

        makeDue(id);
        dispatcher.poll();

        assertThat(deliveries.webhooksWithDue()).doesNotContain(UUID.fromString(id));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void deliveriesAreKeptFor31Days() {
        String id = subscribed(ENROLLMENT_CHANGED);
        enrollmentChanged(partner, enrollment, 1, "CONFIRMED");
        enrollmentChanged(partner, enrollment, 2, "ACTIVE");
        awaitOutcome(id, "DELIVERED", "DELIVERED");
        OwnerDatabase.execute(
                "update webhook_delivery set created_at = now() - make_interval(days => 28 + sequence::int * 2)"
                        + " where webhook_id = ?",
                UUID.fromString(id));

        retention.run();

        assertThat(deliveries(id).getList("items.sequence")).containsExactly(1);
    }
}
