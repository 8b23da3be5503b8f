package fr.cned.partenariats.partner.agreement.seat;

import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.TOPIC;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.TYPE;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.awaitUsed;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class SeatsConsumerIT {

    @Test
    void aQuotaShowsItsUsage() {
        UUID id = draftWithQuotas();
        String quotaId = read(id).getString("seatQuotas[0].id");
        publish(id, quotaId, 1, 30, 30, 12);

        awaitUsed(id, 0, 12);
        JsonPath shown = read(id);
        assertThat(shown.getInt("seatQuotas[0].seats")).isEqualTo(30);
        assertThat(shown.getInt("seatQuotas[0].usage.requested")).isEqualTo(30);
        assertThat(shown.getInt("seatQuotas[0].usage.granted")).isEqualTo(30);
        assertThat(shown.getString("seatQuotas[0].usage.asOf")).isEqualTo("2026-09-01T08:00:01Z");
        assertThat(shown.getString("seatQuotas[1].usage")).isNull();
        String partner = shown.getString("parties[0].partnerId");
        assertThat(officer()
                        .get("/v1/agreements?partnerId=" + partner)
                        .jsonPath()
                        .getInt("items[0].seatQuotas[0].usage.used"))
                .isEqualTo(12);
    }

    @Test
    void olderAndRepeatedEventsAreIgnored() {
        UUID id = draftWithQuotas();
        String first = read(id).getString("seatQuotas[0].id");
        String second = read(id).getString("seatQuotas[1].id");
        publish(id, first, 3, 30, 30, 3);
        publish(id, first, 1, 30, 30, 1);
        publish(id, first, 3, 30, 30, 3);
        publish(id, first, 2, 30, 30, 2);
        publish(id, second, 1, 5, 5, 1);
        // Same key, same partition: once the last event is visible, the earlier ones are consumed.
        publish(id, first, 4, 30, 30, 4);
        awaitUsed(id, 0, 4);
        publish(id, first, 3, 30, 30, 3);
        publish(id, first, 5, 30, 30, 0);
        awaitUsed(id, 0, 0);
        awaitUsed(id, 1, 1);
    }

    @Test
    void theSameRevisionOverwritesTheUsage() {
        UUID id = draftWithQuotas();
        String quotaId = read(id).getString("seatQuotas[0].id");
        publish(id, quotaId, 7, 30, 30, 9);
        awaitUsed(id, 0, 9);
        publish(id, quotaId, 7, 30, 30, 8);
        awaitUsed(id, 0, 8);
    }

    @Test
    void anInvalidEventIsDeadLetteredAndTheNextEventIsConsumed() {
        UUID id = draftWithQuotas();
        String quotaId = read(id).getString("seatQuotas[0].id");
        TestTopics.publish(TOPIC, quotaId, TYPE, "{\"id\":");
        TestTopics.publish(TOPIC, quotaId, "fr.cned.partenariats.seats.renamed.v1", "{}");
        TestTopics.publish(TOPIC, quotaId, TYPE, body(id, quotaId, 1, 30, 30, -1));
        publish(id, quotaId, 2, 30, 30, 2);

        awaitUsed(id, 0, 2);
        await().untilAsserted(() -> assertThat(TestTopics.read(TOPIC + ".partner-service.dlq", quotaId))
                .hasSize(3)
                .allSatisfy(letter -> assertThat(letter.headers()).containsEntry("dead-letter-topic", TOPIC)));
    }

    private static UUID draftWithQuotas() {
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30), quota("2026-2027", "DAEU", 5)));
        return drafted(body);
    }

    private static void publish(UUID agreement, String quotaId, long revision, int requested, int granted, int used) {
        TestTopics.publish(TOPIC, quotaId, TYPE, body(agreement, quotaId, revision, requested, granted, used));
    }

    private static String body(UUID agreement, String quotaId, long revision, int requested, int granted, int used) {
        return """
                {"id":"%s","revision":%d,"agreementId":"%s","academicYear":"2026-2027","requested":%d,"granted":%d,
                 "used":%d,"asOf":"2026-09-01T08:00:%02dZ","somethingNew":true}""".formatted(quotaId, revision, agreement, requested, granted, used, revision);
    }
}
