package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Invariants of the databases. They hold at most thirty seconds after a change, also while other tests change data. */
final class Invariants {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Invariants() {}

    /**
     * Asserts that all seat and place counters match their enrollments, that no change lacks its entry in the log, and that
     * all events until now are sent.
     */
    static void assertHold() {
        List.of(Check.SEATS_COUNTED, Check.PLACES_COUNTED, Check.AUDIT_COMPLETE).forEach(Check::assertHolds);
        ServiceKind.withDatabase().forEach(Invariants::assertEventsSent);
    }

    private static void assertEventsSent(ServiceKind service) {
        long newest = Platform.number(service, "select coalesce(max(id), 0) from change_log");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Platform.rows(service, Tables.UNSENT + " and e.id <= ?", newest))
                        .as("events of %s that are not sent", service)
                        .isEmpty());
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
        await().atMost(PATIENCE).untilAsserted(() -> {
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
