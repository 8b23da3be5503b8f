package fr.cned.partenariats.commons.security.caller;

import java.util.Optional;
import java.util.UUID;

/**
 * Finds a tenant in the service's own table or copy. Fire {@link TenantStateChanged} in the transaction
 * that changes it.
 */
public interface TenantStateSource {

    /** Runs in a transaction. Empty for a tenant that the service does not know yet: the request then goes on. */
    Optional<Tenant> find(UUID tenant);
}
