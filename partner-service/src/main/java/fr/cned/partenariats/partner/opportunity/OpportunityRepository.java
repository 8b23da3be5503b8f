package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.partner.agreement.AgreementLookup;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Queries on opportunities. */
@ApplicationScoped
class OpportunityRepository implements PanacheRepositoryBase<Opportunity, UUID> {

    private static final String SHOWN =
            "o.publishedUntil >= ? and o.state = PUBLISHED and " + AgreementLookup.anyInForceWith("o.partnerId");

    /** The next rows in id order, with shared row locks. */
    List<Opportunity> lockAfter(UUID after, int rows) {
        return find("id > ?1 order by id", after)
                .range(0, rows - 1)
                .withLock(LockModeType.PESSIMISTIC_READ)
                .list();
    }

    /** Locks the row only within the scope, so that no caller waits for a foreign row. */
    Optional<Opportunity> lock(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("id", id)
                .equal("partnerId", scope.restrictedTo().orElse(null));
        return find(conditions.query(), conditions.parameters())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** @param shownOn only opportunities that are shown on this day; null for all */
    List<Opportunity> list(
            OpportunityFilter filter, @Nullable LocalDate shownOn, TenantScope scope, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .after("o.id", after)
                .matching(SHOWN, shownOn)
                .equal("o.partnerId", scope.restrictedTo().orElse(null))
                .equal("o.kind", filter.kind)
                .equal("o.partnerId", filter.partnerId)
                .equal("o.romeCode", filter.romeCode)
                .equal("o.department", filter.department);
        return find("from Opportunity o where " + conditions.query() + " order by o.id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }
}
