package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notes when each client last got a token, from Keycloak's events. A token is valid for minutes, so its day is the day
 * of its use.
 */
@ApplicationScoped
class LastUses {

    private static final Logger LOG = Logger.getLogger(LastUses.class);
    private static final int PAGE = 1_000;

    /** Keycloak keeps its events for 30 days. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** Events of the same moment may appear after a newer one. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final String LATEST = "select max(last_used_at) from api_client";

    private static final String UPDATE = """
            update api_client c set last_used_at = u.at
            from unnest(cast(:clients as text[]), cast(:times as timestamptz[])) as u (client_id, at)
            where u.client_id in ('api-' || c.keycloak_id, 'api-' || c.previous_keycloak_id)
              and (c.last_used_at is null or c.last_used_at < u.at)""";

    private final EntityManager em;
    private final KeycloakClients keycloak;
    private final Clock clock;

    LastUses(EntityManager em, KeycloakClients keycloak, Clock clock) {
        this.em = em;
        this.keycloak = keycloak;
        this.clock = clock;
    }

    @Scheduled(
            identity = "api-client-uses",
            every = "{partner.api-clients.last-use-every}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        Instant from = QuarkusTransaction.requiringNew().call(this::latest).minus(OVERLAP);
        try {
            Map<String, Instant> uses = new HashMap<>();
            int first = 0;
            List<KeycloakClients.Login> page;
            do {
                page = keycloak.findLogins(from, first, PAGE);
                page.forEach(login -> uses.merge(login.clientId(), login.at(), (a, b) -> a.isAfter(b) ? a : b));
                first += PAGE;
            } while (page.size() == PAGE);
            if (!uses.isEmpty()) {
                QuarkusTransaction.requiringNew().run(() -> note(uses));
            }
        } catch (KeycloakFailure failure) {
            LOG.warnf("%s; the next run reads the events", failure.getMessage());
        }
    }

    private Instant latest() {
        @Nullable
        Instant latest = (Instant) em.createNativeQuery(LATEST, Instant.class).getSingleResult();
        return latest == null ? clock.instant().minus(KEPT) : latest;
    }

    private void note(Map<String, Instant> uses) {
        List<Map.Entry<String, Instant>> entries = List.copyOf(uses.entrySet());
        em.createNativeQuery(UPDATE)
                .setParameter("clients", entries.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .setParameter(
                        "times",
                        entries.stream()
                                .map(entry -> entry.getValue().toString())
                                .toArray(String[]::new))
                .executeUpdate();
    }
}
