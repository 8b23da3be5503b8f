package fr.cned.partenariats.commons.idempotency;

import fr.cned.partenariats.commons.caller.Caller;
import java.util.TreeSet;
import java.util.UUID;

/**
 * To whom a key belongs. A caller whose token has lost a role, or is bound to another tenant, has other keys: it gets
 * none of its former answers, and its request is judged by what it may do now.
 *
 * @param subject the person, or the client where it acts for itself
 * @param scope what the token allows: tenant and roles
 */
record KeyOwner(String client, String subject, String scope) {

    static KeyOwner of(Caller caller) {
        String tenant = caller.tenant().map(UUID::toString).orElse("-");
        return new KeyOwner(
                caller.client(), caller.subject(), tenant + ' ' + String.join(",", new TreeSet<>(caller.roles())));
    }
}
