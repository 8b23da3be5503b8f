package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.UUID;

/** What must hold after a load, at most 30 s after its end. Fails with the invariant that does not. */
final class Invariants {

    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final String HELD = "state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')";

    private Invariants() {}

    /**
     * @param offerings of the load
     * @param acknowledged registrations that were answered with 201
     * @param sent registrations that were sent
     */
    static void check(LocalPlatform platform, UUID[] offerings, long acknowledged, long sent) {
        Database database = Database.of(platform, ServiceKind.ENROLLMENT);
        require(
                Await.quietly(
                        () -> database.number(
                                        "select count(*) from (select 1 from changelog_reader r"
                                                + " join change_log e using (object_type) where e.id > r.position limit 1) unsent")
                                == 0,
                        SETTLED),
                "changes are not sent");
        double rows =
                database.number("select count(*) from enrollment where offering_id = any (?)", (Object) offerings);
        require(rows >= acknowledged, "an acknowledged registration has no enrollment");
        require(rows <= sent, "there are more enrollments than requests");
        require(
                database.number(
                                "select count(*) from (select 1 from enrollment where offering_id = any (?)"
                                        + " group by person_id, offering_id having count(*) > 1) d",
                                (Object) offerings)
                        == 0,
                "a student is enrolled twice");
        require(
                database.number("select count(*) from place_counter c left join (select offering_id, count(*) as held"
                                + " from enrollment where " + HELD + " group by offering_id) e using (offering_id)"
                                + " where c.used <> coalesce(e.held, 0) or c.used > c.granted")
                        == 0,
                "the counter of an offering differs from its enrollments");
        require(
                database.number("select count(*) from seat_counter c left join (select seat_id, count(*) as held"
                                + " from enrollment where " + HELD + " group by seat_id) e on e.seat_id = c.id"
                                + " where c.used <> coalesce(e.held, 0) or c.used > c.granted")
                        == 0,
                "the counter of a seat quota differs from its enrollments");
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new PlatformFailure("After the load, " + fault + ".");
        }
    }
}
