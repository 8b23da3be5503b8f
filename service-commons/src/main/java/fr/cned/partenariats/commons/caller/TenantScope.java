package fr.cned.partenariats.commons.caller;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose objects a caller may use: those of one tenant, or those of all tenants that its role opens.
 *
 * @param restrictedTo the one tenant; empty when the scope covers all
 */
public record TenantScope(Optional<UUID> restrictedTo) {

    public boolean covers(UUID tenant) {
        return coversAny(List.of(tenant));
    }

    /** Whether the scope covers an object that several tenants share. */
    public boolean coversAny(Collection<UUID> tenants) {
        return restrictedTo.map(tenants::contains).orElse(true);
    }
}
