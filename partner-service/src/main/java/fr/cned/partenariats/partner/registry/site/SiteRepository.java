package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SiteRepository implements LockingRepository<Site> {

    /** A function, because the planner does not use the GIN index on network_ids under row-level security. */
    private static final String IN_NETWORK =
            "cast(sql('? = any (sites_of_network(?))', id, :network) as Boolean) = true";

    private static final String NAME_CONTAINS = "cast(sql('? = any (sites_named(?))', id, :named) as Boolean) = true";

    List<Site> list(SiteFilter filter, TenantScope scope, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .after("id", after)
                .equal("partnerId", filter.partnerId)
                .equal("department", filter.department)
                .equal("region", filter.region);
        if (filter.networkId != null) {
            conditions.with(IN_NETWORK, Map.of("network", filter.networkId));
        }
        if (filter.q != null) {
            conditions.with(NAME_CONTAINS, Map.of("named", filter.q));
        }
        return list(conditions, rows);
    }
}
