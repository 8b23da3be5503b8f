package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of opportunities. */
@ApplicationScoped
class OpportunityRepository implements PanacheRepositoryBase<Opportunity, UUID> {

    Optional<Opportunity> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * @param shownOn only those that are shown on this day; null for all
     * @param ofPartner only those of this partner; null for all
     */
    List<Opportunity> list(
            OpportunityFilter filter,
            @Nullable LocalDate shownOn,
            @Nullable UUID ofPartner,
            @Nullable UUID after,
            int rows) {
        Conditions conditions = new Conditions()
                .after("id", after)
                .matching("publishedUntil >= ? and state = PUBLISHED", shownOn)
                .equal("partnerId", ofPartner)
                .equal("kind", filter.kind)
                .equal("partnerId", filter.partnerId)
                .equal("romeCode", filter.romeCode)
                .equal("department", filter.department);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }
}
