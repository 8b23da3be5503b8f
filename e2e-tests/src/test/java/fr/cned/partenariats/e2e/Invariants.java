package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Invariants of the databases. They hold at most thirty seconds after the load has stopped. */
final class Invariants {

    private Invariants() {}

    /** Asserts that all seat and place counters match their enrollments, and that every outbox is empty. */
    static void assertHold() {
        List.of(Check.SEATS_COUNTED, Check.PLACES_COUNTED, Check.OUTBOX_EMPTY).forEach(Check::assertHolds);
    }

    /** Asserts the number of used seats and places of one fixture in all three services. */
    static void assertSeatsUsed(Fixture fixture, long used) {
        UUID agreement = UUID.fromString(fixture.agreement());
        UUID offering = UUID.fromString(fixture.offering());
        assertThat(Platform.number(
                        ENROLLMENT,
                        "select count(*) from enrollment where offering_id = ? and state in " + Tables.OCCUPYING,
                        offering))
                .as("enrollments")
                .isEqualTo(used);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Platform.number(PARTNER, "select sum(used) from seat_usage where agreement_id = ?", agreement))
                    .as("used seats in partner-service")
                    .isEqualTo(used);
            assertThat(Platform.number(CATALOG, "select used from offering_places where offering_id = ?", offering))
                    .as("used places in catalog-service")
                    .isEqualTo(used);
        });
        assertHold();
    }
}
