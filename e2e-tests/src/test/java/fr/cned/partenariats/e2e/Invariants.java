package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What holds after every fault, at most thirty seconds after the load has stopped. */
final class Invariants {

    private static final String HOLDING = "state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')";

    private Invariants() {}

    /** Rows, counters and the owners' copies of the counters tell the same, for all that there is. */
    static void hold() {
        assertThat(Platform.number(
                        ENROLLMENT,
                        "select count(*) from seat_counter c where used <> (select count(*) from enrollment e where"
                                + " e.seat_id = c.id and e." + HOLDING + ") or used > granted or used < 0"))
                .as("seat quotas whose count is not that of their enrollments")
                .isZero();
        assertThat(Platform.number(
                        ENROLLMENT,
                        "select count(*) from place_counter c where used <> (select count(*) from enrollment e where"
                                + " e.offering_id = c.offering_id and e." + HOLDING
                                + ") or used > granted or used < 0"))
                .as("offerings whose count is not that of their enrollments")
                .isZero();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (var service : List.of(PARTNER, CATALOG, ENROLLMENT)) {
                assertThat(Platform.number(service, "select count(*) from outbox"))
                        .as("outbox of %s", service)
                        .isZero();
            }
        });
    }

    /** One fixture's count is what was acknowledged, in the enrollments and in both owners' copies. */
    static void agreeOn(Fixture fixture, long used) {
        UUID agreement = UUID.fromString(fixture.agreement());
        UUID offering = UUID.fromString(fixture.offering());
        assertThat(Platform.number(
                        ENROLLMENT, "select count(*) from enrollment where offering_id = ? and " + HOLDING, offering))
                .as("enrollments")
                .isEqualTo(used);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Platform.number(PARTNER, "select sum(used) from seat_usage where agreement_id = ?", agreement))
                    .as("seats used, as partner-service shows them")
                    .isEqualTo(used);
            assertThat(Platform.number(CATALOG, "select used from offering_places where offering_id = ?", offering))
                    .as("places used, as catalog-service shows them")
                    .isEqualTo(used);
        });
        hold();
    }
}
