package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.webhook;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.testing.EventLimits;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This service takes in whatever the schemas of the producers allow: no such event becomes a dead letter. */
@PartnerIT
class EventsAtTheirLimitsIT {

    @Test
    void trainings() {
        EventLimits.of("../catalog-service/contract/events/training-changed.v1.schema.json")
                .assertTakenIn(
                        "catalog.trainings.v1",
                        "fr.cned.partenariats.training.changed.v1",
                        "training_family",
                        "training_id");
    }

    @Test
    void seats() {
        EventLimits.of("../enrollment-service/contract/events/seats-changed.v1.schema.json")
                .assertTakenIn(
                        "enrollment.seats.v1", "fr.cned.partenariats.seats.changed.v1", "seat_usage", "quota_id");
    }

    /** A webhook of the partner gets each event. */
    @Test
    void enrollments() {
        UUID partner = registered();
        webhook(partner);
        for (ObjectNode event : EventLimits.of(
                        "../enrollment-service/contract/events/enrollment-changed.v1.schema.json")
                .events()) {
            event.put("partnerId", partner.toString())
                    .put("changedAt", Instant.now().toString());
            assertQueued("enrollment.enrollments.v1", "fr.cned.partenariats.enrollment.changed.v1", event);
        }
    }

    /** A webhook of the partner gets each of them, too. */
    @ParameterizedTest
    @ValueSource(strings = {"attendance-alert", "transmission-alert", "student", "import-job"})
    void otherObjects(String object) {
        UUID partner = registered();
        webhook(partner, object + ".changed");
        for (ObjectNode event : EventLimits.of(
                        "../enrollment-service/contract/events/" + object + "-changed.v1.schema.json")
                .events()) {
            event.put("partnerId", partner.toString())
                    .put("changedAt", Instant.now().toString());
            assertQueued("enrollment." + object + "s.v1", "fr.cned.partenariats." + object + ".changed.v1", event);
        }
    }

    @Test
    void brokenContracts() {
        UUID partner = registered();
        webhook(partner, "contract.broken");
        for (ObjectNode event : EventLimits.of(
                        "../enrollment-service/contract/events/apprenticeship-contract-changed.v1.schema.json")
                .events()) {
            event.put("partnerId", partner.toString())
                    .put("state", "RUPTURED")
                    .put("changedAt", Instant.now().toString());
            assertQueued(
                    "enrollment.apprenticeship-contracts.v1",
                    "fr.cned.partenariats.apprenticeship-contract.changed.v1",
                    event);
        }
    }

    @Test
    void agreements() {
        UUID partner = registered();
        webhook(partner);
        for (ObjectNode event : EventLimits.of("contract/events/agreement-changed.v1.schema.json")
                .events()) {
            event.put("changedAt", Instant.now().toString());
            event.withArray("parties")
                    .addObject()
                    .put("partnerId", partner.toString())
                    .put("role", "SIGNATORY");
            assertQueued("partner.agreements.v1", "fr.cned.partenariats.agreement.changed.v1", event);
        }
    }

    /** Each is a fact that people are told of. */
    @Test
    void factsOfNotices() {
        assertNoticed("attendance-alert", event -> event.put("state", "OPEN"));
        assertNoticed("apprenticeship-contract", event -> event.put("state", "RUPTURED"));
        assertNoticed(
                "import-job",
                event -> event.put("state", "DONE")
                        .put("kind", "CHANGES")
                        .put("dryRun", false)
                        .put("rejected", 1));
    }

    private static void assertNoticed(String object, Consumer<ObjectNode> fact) {
        for (ObjectNode event : EventLimits.of(
                        "../enrollment-service/contract/events/" + object + "-changed.v1.schema.json")
                .events()) {
            UUID id = UUID.randomUUID();
            event.put("id", id.toString())
                    .put("partnerId", UUID.randomUUID().toString())
                    .put("changedAt", Instant.now().toString());
            fact.accept(event);
            TestTopics.publish(
                    "enrollment." + object + "s.v1",
                    id.toString(),
                    "fr.cned.partenariats." + object + ".changed.v1",
                    event.toString());
            await().untilAsserted(() -> assertThat(
                            OwnerDatabase.number("select count(*) from notice where object_id = ?", id))
                    .as(event.toString())
                    .isOne());
        }
    }

    private static void assertQueued(String topic, String ceType, ObjectNode event) {
        UUID id = UUID.randomUUID();
        event.put("id", id.toString());
        TestTopics.publish(topic, id.toString(), ceType, event.toString());
        await().untilAsserted(() -> assertThat(
                        OwnerDatabase.number("select sequence from webhook_delivery where object_id = ?", id))
                .as(event.toString())
                .isEqualTo(event.get("revision").longValue()));
    }
}
