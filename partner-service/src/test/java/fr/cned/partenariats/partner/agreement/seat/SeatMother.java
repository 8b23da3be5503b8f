package fr.cned.partenariats.partner.agreement.seat;

import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestTopics;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes the seat usage that enrollment-service would publish. */
public final class SeatMother {

    static final String TOPIC = "enrollment.seats.v1";
    static final String TYPE = "fr.cned.partenariats.seats.changed.v1";

    private static final AtomicLong REVISION = new AtomicLong(100);

    private SeatMother() {}

    /**
     * Publishes the used seats of one quota and waits until they are visible.
     *
     * @param quota the index of the quota in the agreement
     */
    public static void used(UUID agreement, int quota, int used) {
        String quotaId = read(agreement).getString("seatQuotas[" + quota + "].id");
        TestTopics.publish(
                TOPIC, quotaId, TYPE, """
                {"id":"%s","revision":%d,"agreementId":"%s","academicYear":"2026-2027","requested":%d,"granted":%d,
                 "used":%d,"asOf":"2026-09-01T08:00:00Z"}""".formatted(quotaId, REVISION.incrementAndGet(), agreement, used, used, used));
        awaitUsed(agreement, quota, used);
    }

    static void awaitUsed(UUID agreement, int quota, int used) {
        await().untilAsserted(() -> assertThat(read(agreement).getString("seatQuotas[" + quota + "].usage.used"))
                .isEqualTo(Integer.toString(used)));
    }
}
