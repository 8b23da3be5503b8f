package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of sites. */
@ApplicationScoped
class SiteRepository implements PanacheRepositoryBase<Site, UUID> {

    /** By index, which the planner does not use for array_contains below a policy (V020). */
    private static final String IN_NETWORK =
            "cast(sql('? = any (sites_of_network(?))', id, :network) as Boolean) = true";

    Optional<Site> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** @param only the one partner whose sites the caller may see; null for all */
    List<Site> list(SiteFilter filter, @Nullable UUID only, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .equal("partnerId", only)
                .after("id", after)
                .equal("partnerId", filter.partnerId)
                .equal("department", filter.department)
                .equal("region", filter.region);
        if (filter.networkId != null) {
            conditions.naming(IN_NETWORK, Map.of("network", filter.networkId));
        }
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }
}
