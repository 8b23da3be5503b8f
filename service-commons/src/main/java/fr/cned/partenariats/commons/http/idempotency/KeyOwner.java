package fr.cned.partenariats.commons.http.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.commons.security.caller.Caller;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The owner of an idempotency key. A caller with other roles, sites or another tenant is another owner: it does not get
 * stored answers from before, and its request runs with its present rights.
 *
 * @param subject the person, or the client when it acts for itself
 * @param scope tenant, roles and sites of the token
 */
public record KeyOwner(String client, String subject, String scope) {

    public static KeyOwner of(Caller caller) {
        String tenant = caller.tenant().map(UUID::toString).orElse("-");
        return new KeyOwner(
                caller.client(),
                caller.subject(),
                tenant + ' ' + String.join(",", new TreeSet<>(caller.roles())) + hash(caller.sites()));
    }

    /** The text of many ids is longer than an entry of an index. */
    private static String hash(List<UUID> sites) {
        return sites.isEmpty()
                ? ""
                : " " + UUID.nameUUIDFromBytes(sites.toString().getBytes(UTF_8));
    }
}
