package fr.cned.partenariats.commons.caller;

import java.util.Optional;
import java.util.UUID;

/**
 * Finds the state of a tenant in the service's own table or copy. Fire {@link TenantStateChanged} in the transaction
 * that changes a state.
 */
public interface TenantStateSource {

    /** Runs in a transaction. Empty for a tenant that the service does not know yet: the request then goes on. */
    Optional<TenantState> find(UUID tenant);
}
