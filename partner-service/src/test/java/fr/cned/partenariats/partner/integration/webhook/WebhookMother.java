package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Creates webhooks, and the events that enrollment-service would publish. */
public final class WebhookMother {

    static final String PATH = "/v1/webhooks/";
    static final String ENROLLMENTS = "enrollment.enrollments.v1";
    static final UUID AGREEMENT = UUID.randomUUID();

    private static final String REFERENCE = "\"reference\":\"2026-É-17\",";

    /** The header of the events. */
    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private WebhookMother() {}

    static Map<String, Object> request(UUID partner, String url, String... types) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("partnerId", partner.toString());
        request.put("url", url);
        request.put("eventTypes", List.of(types));
        return request;
    }

    static JsonPath created(RequestSpecification caller, Map<String, Object> request) {
        return caller.body(request)
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    static JsonPath created(UUID partner, String url, String... types) {
        return created(officer(), request(partner, url, types));
    }

    /** The id of a new webhook whose receiver ran for the challenge only. */
    public static UUID webhook(UUID partner) {
        return webhook(partner, EventTypes.ENROLLMENT_CHANGED, EventTypes.AGREEMENT_CHANGED);
    }

    public static UUID webhook(UUID partner, String... types) {
        try (Receiver receiver = new Receiver()) {
            return UUID.fromString(created(partner, receiver.url(), types).getString("id"));
        }
    }

    static JsonPath read(String id) {
        return officer().get(PATH + id).then().statusCode(200).extract().jsonPath();
    }

    static JsonPath deliveries(String id) {
        return officer()
                .get(PATH + id + "/deliveries?limit=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static void enrollmentChanged(UUID partner, UUID id, long revision, String state) {
        enrollmentChanged(partner, id, revision, state, REFERENCE);
    }

    /** As after the erasure of the student. */
    static void enrollmentLostItsReference(UUID partner, UUID id, long revision) {
        enrollmentChanged(partner, id, revision, "CANCELLED", "");
    }

    /** @param more further fields of the event, each with a comma after it */
    public static void enrollmentChanged(UUID partner, UUID id, long revision, String state, String more) {
        byte[] event = enrollmentEvent(partner, id, revision, state, more);
        TestTopics.publishRaw(ENROLLMENTS, id.toString(), enrollmentHeaders(), event);
    }

    /** An enrollment and its erasure, as one poll returns them to a service that was away. */
    static ConsumerRecords<String, byte[]> enrollmentAndErasure(UUID partner, UUID id) {
        return new ConsumerRecords<>(
                Map.of(
                        new TopicPartition(ENROLLMENTS, 0),
                        List.of(
                                polled(0, id, enrollmentEvent(partner, id, 1, "CANCELLED", REFERENCE)),
                                polled(1, id, enrollmentEvent(partner, id, 2, "CANCELLED", "")))),
                Map.of());
    }

    private static ConsumerRecord<String, byte[]> polled(long offset, UUID id, byte[] event) {
        var message = new ConsumerRecord<>(ENROLLMENTS, 0, offset, id.toString(), event);
        enrollmentHeaders().forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
        return message;
    }

    private static byte[] enrollmentEvent(UUID partner, UUID id, long revision, String state, String more) {
        return """
                {"id":"%s","revision":%d,"state":"%s","studentId":"%s","partnerId":"%s",%s
                 "agreementId":"%s","offeringId":"%s","trainingId":"%s","academicYear":"2026-2027","changedAt":"%s"}
                """.formatted(
                        id,
                        revision,
                        state,
                        UUID.randomUUID(),
                        partner,
                        more,
                        AGREEMENT,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Instant.now())
                .getBytes(UTF_8);
    }

    private static Map<String, String> enrollmentHeaders() {
        return Map.of(
                "ce_id", UUID.randomUUID().toString(), "ce_type", EnrollmentChanged.TYPE, "traceparent", TRACEPARENT);
    }

    /** An enrollment whose seat is held, or was held until {@code endedAs}. */
    static void holdChanged(UUID partner, UUID id, long revision, String state, String hold) {
        enrollmentChanged(partner, id, revision, state, "\"hold\":" + hold + ",");
    }

    /** An event of another object; {@code fields} are those beside the common ones, each with a comma before it. */
    public static void objectChanged(String object, UUID partner, UUID id, long revision, String state, String fields) {
        TestTopics.publish(
                "enrollment." + object + "s.v1",
                id.toString(),
                "fr.cned.partenariats." + object + ".changed.v1",
                """
                {"id":"%s","revision":%d,"state":"%s","partnerId":"%s","changedAt":"%s"%s}""".formatted(id, revision, state, partner, Instant.now(), fields));
    }

    /** Makes the pending deliveries due. */
    static void makeDue(String webhookId) {
        OwnerDatabase.execute(
                "update webhook_delivery set next_attempt_at = now() - interval '1 second'"
                        + " where webhook_id = ? and outcome = 'PENDING'",
                UUID.fromString(webhookId));
    }
}
