package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakEvents;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Notes when each person last signed in, from Keycloak's events. */
@ApplicationScoped
class SignIns {

    private static final String LATEST = "select max(last_sign_in_at) from person";

    private static final String UPDATE = """
            update person p set last_sign_in_at = u.at
            from unnest(cast(:owners as text[]), cast(:times as timestamptz[])) as u (account, at)
            where cast(p.keycloak_id as text) = u.account
              and (p.last_sign_in_at is null or p.last_sign_in_at < u.at)""";

    private final KeycloakEvents events;

    SignIns(KeycloakEvents events) {
        this.events = events;
    }

    @Scheduled(
            identity = "people-sign-ins",
            every = "{partner.people.sign-ins-every}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        events.noteLast("LOGIN", "userId", LATEST, UPDATE);
    }
}
