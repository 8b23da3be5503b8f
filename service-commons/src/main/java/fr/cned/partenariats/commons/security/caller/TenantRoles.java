package fr.cned.partenariats.commons.security.caller;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The roles that bind a caller to the tenant of its token: the tenant role, and narrower ones of the setting
 * {@code commons.caller.tenant-bound-roles}. A token with one of them has no other roles
 * (docs/adr/0014-the-narrowest-role-wins.md).
 */
@ApplicationScoped
class TenantRoles {

    private final Set<String> roles;

    TenantRoles(
            @ConfigProperty(name = "commons.caller.tenant-role") String tenantRole,
            @ConfigProperty(name = "commons.caller.tenant-bound-roles") Optional<List<String>> more) {
        roles = new HashSet<>(more.orElse(List.of()));
        roles.add(tenantRole);
    }

    boolean bind(Set<String> given) {
        return given.stream().anyMatch(roles::contains);
    }

    /** The roles that count: those that bind to a tenant, or all when there is none of them. */
    Set<String> counting(Set<String> given) {
        Set<String> binding = new HashSet<>(given);
        binding.retainAll(roles);
        return binding.isEmpty() ? given : Set.copyOf(binding);
    }
}
