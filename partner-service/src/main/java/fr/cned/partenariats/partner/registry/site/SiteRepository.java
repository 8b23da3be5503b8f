package fr.cned.partenariats.partner.registry.site;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SiteRepository implements PanacheRepositoryBase<Site, UUID> {

    /** A function, because the planner does not use the GIN index on network_ids under row-level security. */
    private static final String IN_NETWORK =
            "cast(sql('? = any (sites_of_network(?))', id, :network) as Boolean) = true";

    Optional<Site> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

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
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }
}
