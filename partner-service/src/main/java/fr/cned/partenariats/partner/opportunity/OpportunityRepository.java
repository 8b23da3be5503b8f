package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.partner.agreement.Agreements;
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

    private static final String SHOWN =
            "o.publishedUntil >= ? and o.state = PUBLISHED and " + Agreements.anyInForceWith("o.partnerId");

    /** @param only the one partner whose opportunities are found and locked; null for all */
    Optional<Opportunity> lock(UUID id, @Nullable UUID only) {
        Conditions conditions = new Conditions().equal("id", id).equal("partnerId", only);
        return find(conditions.query(), conditions.parameters())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
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
                .after("o.id", after)
                .matching(SHOWN, shownOn)
                .equal("o.partnerId", ofPartner)
                .equal("o.kind", filter.kind)
                .equal("o.partnerId", filter.partnerId)
                .equal("o.romeCode", filter.romeCode)
                .equal("o.department", filter.department);
        return find("from Opportunity o where " + conditions.query() + " order by o.id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }
}
