package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.TestClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@PartnerIT
class AgreementSchedulerIT {

    @Inject
    AgreementLifecycleService lifecycle;

    @Test
    void anAgreementComesIntoForceOnItsFirstDayAndExpiresAfterItsLast() {
        LocalDate starts = today().plusDays(10);
        LocalDate ends = starts.plusDays(30);
        Map<String, Object> body = with(started("SPECIFIC", registered()), "startsOn", starts.toString());
        UUID id = signed(with(body, "endsOn", ends.toString()));

        assertThat(stateOn(starts.minusDays(1), id)).isEqualTo("SIGNED");
        assertThat(stateOn(starts, id)).isEqualTo("IN_FORCE");
        assertThat(stateOn(ends, id)).isEqualTo("IN_FORCE");
        assertThat(stateOn(ends.plusDays(1), id)).isEqualTo("EXPIRED");
        JsonPath expired = read(id);
        assertThat(expired.getString("stateSince")).isEqualTo(ends.plusDays(1).toString());

        await().untilAsserted(() -> assertThat(TestTopics.read("partner.agreements.v1", id.toString()))
                .extracting(event -> JsonPath.from(event.value()).getString("state"))
                .containsExactly("DRAFT", "SIGNED", "IN_FORCE", "EXPIRED"));
    }

    @Test
    void fourSchedulersAtOnceMakeEachTransitionOnce() throws Exception {
        LocalDate starts = today().plusDays(3);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(signed(with(started("SPECIFIC", registered()), "startsOn", starts.toString())));
        }
        TestClock.setTo(starts);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> run = () -> {
                lifecycle.applyDueTransitions();
                return null;
            };
            for (Future<Void> done : pool.invokeAll(List.of(run, run, run, run))) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
        lifecycle.applyDueTransitions(); // handles the agreements that were locked in the first runs
        assertThat(ids).allSatisfy(id -> {
            assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
            assertThat(entries(id, HistoryAction.CAME_INTO_FORCE)).isEqualTo(1);
        });
    }

    @Test
    void theNextRunHandlesAnAgreementThatWasLocked() throws SQLException {
        LocalDate starts = today().plusDays(3);
        UUID id = signed(with(started("SPECIFIC", registered()), "startsOn", starts.toString()));
        TestClock.setTo(starts);
        try (Connection other = OwnerDatabase.connect();
                PreparedStatement lock =
                        OwnerDatabase.prepare(other, "select id from agreement where id = ? for update", id)) {
            other.setAutoCommit(false);
            lock.execute();
            lifecycle.applyDueTransitions();
            assertThat(entries(id, HistoryAction.CAME_INTO_FORCE)).isZero();
            other.rollback(); // a closed connection keeps its locks until PostgreSQL notices
        }
        assertThat(stateOn(starts, id)).isEqualTo("IN_FORCE");
    }

    @Test
    void theServiceIsTheActorInTheAuditTrail() {
        LocalDate starts = today().plusDays(3);
        UUID id = signed(with(started("SPECIFIC", registered()), "startsOn", starts.toString()));
        stateOn(starts, id);

        officer()
                .queryParam("objectId", id.toString())
                .get("/v1/audit/partner")
                .then()
                .statusCode(200)
                .body("items[0].client", equalTo("partner-service"))
                .body("items[0].subject", equalTo("partner-service"))
                .body("items[0].operation", equalTo("calendar"));
    }

    private String stateOn(LocalDate day, UUID id) {
        TestClock.setTo(day);
        lifecycle.applyDueTransitions();
        return read(id).getString("state");
    }

    private long entries(UUID id, HistoryAction action) {
        return OwnerDatabase.number(
                "select count(*) from agreement_history where agreement_id = ? and action = ?", id, action.name());
    }
}
