package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakFailure;
import fr.cned.partenariats.partner.integration.people.KeycloakPeople.SignIn;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notes when each person last signed in, from Keycloak's events. */
@ApplicationScoped
class SignIns {

    private static final Logger LOG = Logger.getLogger(SignIns.class);
    private static final int PAGE = 1_000;

    /** Keycloak keeps its events for 30 days. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** Events of the same moment may appear after a newer one. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final String LATEST = "select max(last_sign_in_at) from person";

    private static final String UPDATE = """
            update person p set last_sign_in_at = u.at
            from (select account, max(at) as at
                  from unnest(cast(:accounts as text[]), cast(:times as timestamptz[])) as s (account, at)
                  group by account) u
            where cast(p.keycloak_id as text) = u.account
              and (p.last_sign_in_at is null or p.last_sign_in_at < u.at)""";

    private final EntityManager em;
    private final KeycloakPeople keycloak;
    private final Clock clock;

    SignIns(EntityManager em, KeycloakPeople keycloak, Clock clock) {
        this.em = em;
        this.keycloak = keycloak;
        this.clock = clock;
    }

    @Scheduled(
            identity = "people-sign-ins",
            every = "{partner.people.sign-ins-every}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        Instant from = QuarkusTransaction.requiringNew().call(this::latest).minus(OVERLAP);
        try {
            List<SignIn> signIns = new ArrayList<>();
            int pages = 0;
            do {
                signIns.addAll(keycloak.findSignIns(from, pages * PAGE, PAGE));
                pages++;
            } while (signIns.size() == pages * PAGE);
            QuarkusTransaction.requiringNew().run(() -> note(signIns));
        } catch (KeycloakFailure failure) {
            LOG.warnf("%s; the next run reads the events", failure.getMessage());
        }
    }

    private Instant latest() {
        @Nullable
        Instant latest = (Instant) em.createNativeQuery(LATEST, Instant.class).getSingleResult();
        return latest == null ? clock.instant().minus(KEPT) : latest;
    }

    private void note(List<SignIn> signIns) {
        em.createNativeQuery(UPDATE)
                .setParameter("accounts", signIns.stream().map(SignIn::account).toArray(String[]::new))
                .setParameter(
                        "times",
                        signIns.stream().map(signIn -> signIn.at().toString()).toArray(String[]::new))
                .executeUpdate();
    }
}
