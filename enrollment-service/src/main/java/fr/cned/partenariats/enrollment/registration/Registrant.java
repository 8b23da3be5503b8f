package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.Sender;
import java.util.Locale;

/**
 * The caller of a registration. A batch runs outside of the requests, so a request takes all of it along.
 *
 * @param name the name for the history of the enrollment
 */
public record Registrant(TenantScope scope, String name, Actor actor, Locale language, KeyedRequest key) {

    Sender sender() {
        return new Sender(scope.restrictedTo().orElse(null), actor.client());
    }
}
