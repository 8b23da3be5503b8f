package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of sites. */
@ApplicationScoped
class SiteRepository implements PanacheRepositoryBase<Site, UUID> {

    Optional<Site> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** @param only the one partner whose sites the caller may see; null for all */
    List<Site> list(SiteFilter filter, @Nullable UUID only, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .equal("partnerId", only)
                .after("id", after)
                .equal("partnerId", filter.partnerId)
                .matching("array_contains(networkIds, ?)", filter.networkId)
                .equal("department", filter.department)
                .equal("region", filter.region);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }
}
