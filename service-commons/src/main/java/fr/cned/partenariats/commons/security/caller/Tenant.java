package fr.cned.partenariats.commons.security.caller;

import java.util.Set;

/**
 * What a service knows of a tenant when it judges a request.
 *
 * @param revokedClients the clients ({@code azp}) of the tenant that were revoked last, whose tokens can still be valid
 */
public record Tenant(TenantState state, Set<String> revokedClients) {

    static final Tenant UNKNOWN = new Tenant(TenantState.OPEN, Set.of());

    /** Whether this tenant may read with this client. */
    boolean admitsRead(String client) {
        return state != TenantState.CLOSED && !revokedClients.contains(client);
    }
}
