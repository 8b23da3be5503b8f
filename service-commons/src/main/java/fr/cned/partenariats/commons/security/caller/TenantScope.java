package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.SITE_OUTSIDE_SCOPE;

import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose objects a caller may use: those of one tenant or of some of its sites, or those of all tenants that its role
 * opens. From {@link Caller#scope()}.
 *
 * @param restrictedTo the one tenant; empty when the scope covers all
 * @param sites those of the tenant whose objects the scope covers; empty when it covers the whole tenant
 */
public record TenantScope(Optional<UUID> restrictedTo, List<UUID> sites) {

    public static final TenantScope ALL = new TenantScope(Optional.empty());

    /** A token names at most so many sites. */
    public static final int MOST_SITES = 200;

    public TenantScope(Optional<UUID> restrictedTo) {
        this(restrictedTo, List.of());
    }

    public static TenantScope of(UUID tenant) {
        return new TenantScope(Optional.of(tenant));
    }

    /** For objects that all sites of the tenant share. */
    public TenantScope ofWholeTenant() {
        return new TenantScope(restrictedTo);
    }

    public boolean isLimitedToSites() {
        return !sites.isEmpty();
    }

    /** @param site null for an object without a site, which only the whole tenant covers */
    public boolean coversSite(@Nullable UUID site) {
        return !isLimitedToSites() || (site != null && sites.contains(site));
    }

    /**
     * Refuses a request of a limited caller that names no site, or one outside of the scope.
     *
     * @param pointer JSON pointer of the field that names the site
     */
    public void requireSite(@Nullable UUID site, String pointer) {
        if (!coversSite(site)) {
            throw Refusal.at(pointer, SITE_OUTSIDE_SCOPE);
        }
    }

    public boolean covers(UUID tenant) {
        return coversAny(List.of(tenant));
    }

    /** Whether the scope covers an object that several tenants share. */
    public boolean coversAny(Collection<UUID> tenants) {
        return restrictedTo.map(tenants::contains).orElse(true);
    }

    /**
     * Refuses an object outside of the scope with 404, as if it did not exist.
     *
     * @param kind the kind of object that the problem names, such as {@code partner}
     */
    public void requireCovers(UUID tenant, String kind) {
        if (!covers(tenant)) {
            throw Refusal.of(NOT_FOUND, kind);
        }
    }

    /**
     * The tenant that the caller acts for: its own, or the one that the request names when the scope covers all.
     *
     * @param named the tenant that the request names; a restricted caller may leave it out, but cannot name another
     * @param pointer JSON pointer of the field that names it
     * @param unknown the code of the violation when a restricted caller names another tenant; its argument is the id
     */
    public UUID actingTenant(@Nullable UUID named, String pointer, ProblemCode unknown) {
        if (restrictedTo.isEmpty()) {
            if (named == null) {
                throw Refusal.invalid(new Violation(pointer, REQUIRED));
            }
            return named;
        }
        UUID own = restrictedTo.get();
        if (named != null && !named.equals(own)) {
            throw Refusal.invalid(new Violation(pointer, unknown, named.toString()));
        }
        return own;
    }
}
