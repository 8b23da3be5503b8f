package fr.cned.partenariats.partner.seat;

import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.seat.SeatMother.TOPIC;
import static fr.cned.partenariats.partner.seat.SeatMother.TYPE;
import static fr.cned.partenariats.partner.seat.SeatMother.awaitUsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.partner.PartnerTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerTest
class SeatsConsumerTest {

    @Test
    void aQuotaShowsWhatTheEnrollmentServiceMakesOfIt() {
        UUID id = draftWithQuotas();
        String quotaId = read(id).getString("seatQuotas[0].id");
        tell(id, quotaId, 1, 30, 30, 12);

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
    void olderAndRepeatedEventsChangeNothing() {
        UUID id = draftWithQuotas();
        String first = read(id).getString("seatQuotas[0].id");
        String second = read(id).getString("seatQuotas[1].id");
        tell(id, first, 3, 30, 30, 3);
        tell(id, first, 1, 30, 30, 1);
        tell(id, first, 3, 30, 30, 3);
        tell(id, first, 2, 30, 30, 2);
        tell(id, second, 1, 5, 5, 1);
        // One key, one partition: when the last event shows, those before it were taken in.
        tell(id, first, 4, 30, 30, 4);
        awaitUsed(id, 0, 4);
        tell(id, first, 3, 30, 30, 3);
        tell(id, first, 5, 30, 30, 0);
        awaitUsed(id, 0, 0);
        awaitUsed(id, 1, 1);
    }

    @Test
    void theSameRevisionReadAgainRepairsTheView() {
        UUID id = draftWithQuotas();
        String quotaId = read(id).getString("seatQuotas[0].id");
        tell(id, quotaId, 7, 30, 30, 9);
        awaitUsed(id, 0, 9);
        tell(id, quotaId, 7, 30, 30, 8);
        awaitUsed(id, 0, 8);
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheRestGoesOn() {
        UUID id = draftWithQuotas();
        String quotaId = read(id).getString("seatQuotas[0].id");
        TestTopics.publish(TOPIC, quotaId, TYPE, "{\"id\":");
        TestTopics.publish(TOPIC, quotaId, "fr.cned.partenariats.seats.renamed.v1", "{}");
        TestTopics.publish(TOPIC, quotaId, TYPE, body(id, quotaId, 1, 30, 30, -1));
        tell(id, quotaId, 2, 30, 30, 2);

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

    private static void tell(UUID agreement, String quotaId, long revision, int requested, int granted, int used) {
        TestTopics.publish(TOPIC, quotaId, TYPE, body(agreement, quotaId, revision, requested, granted, used));
    }

    private static String body(UUID agreement, String quotaId, long revision, int requested, int granted, int used) {
        return """
                {"id":"%s","revision":%d,"agreementId":"%s","academicYear":"2026-2027","requested":%d,"granted":%d,
                 "used":%d,"asOf":"2026-09-01T08:00:%02dZ","somethingNew":true}""".formatted(quotaId, revision, agreement, requested, granted, used, revision);
    }
}
