package fr.cned.partenariats.commons.http.idempotency;

import fr.cned.partenariats.commons.security.caller.Caller;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The owner of an idempotency key. A caller with other roles or another tenant is another owner: it does not get stored
 * answers from before, and its request runs with its present rights.
 *
 * @param subject the person, or the client when it acts for itself
 * @param scope tenant and roles of the token
 */
public record KeyOwner(String client, String subject, String scope) {

    static KeyOwner of(Caller caller) {
        String tenant = caller.tenant().map(UUID::toString).orElse("-");
        return new KeyOwner(
                caller.client(), caller.subject(), tenant + ' ' + String.join(",", new TreeSet<>(caller.roles())));
    }
}
