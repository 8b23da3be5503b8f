package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Notes when each client last got a token, from Keycloak's events. A token is valid for minutes, so its day is the day
 * of its use.
 */
@ApplicationScoped
class LastUses {

    private static final String LATEST = "select max(last_used_at) from api_client";

    private static final String UPDATE = """
            update api_client c set last_used_at = u.at
            from unnest(cast(:owners as text[]), cast(:times as timestamptz[])) as u (client_id, at)
            where u.client_id in ('api-' || c.keycloak_id, 'api-' || c.previous_keycloak_id)
              and (c.last_used_at is null or c.last_used_at < u.at)""";

    private final KeycloakEvents events;

    LastUses(KeycloakEvents events) {
        this.events = events;
    }

    @Scheduled(
            identity = "api-client-uses",
            every = "{partner.api-clients.last-use-every}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        events.noteLast("CLIENT_LOGIN", "clientId", LATEST, UPDATE);
    }
}
