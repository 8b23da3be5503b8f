package fr.cned.partenariats.partner.demand.need;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class TrainingNeedRepository implements PanacheRepositoryBase<TrainingNeed, UUID> {

    private static final String VISIBLE = PartnerLookup.isOrBelongsTo("partnerId");

    Optional<TrainingNeed> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The need, if it is of the caller's partner or of a member of it. */
    Optional<TrainingNeed> findVisible(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("id", id)
                .matching(VISIBLE, scope.restrictedTo().orElse(null));
        return find(conditions.query(), conditions.parameters()).firstResultOptional();
    }

    List<TrainingNeed> list(
            @Nullable TrainingNeedState state,
            @Nullable UUID partnerId,
            TenantScope scope,
            @Nullable UUID after,
            int rows) {
        Conditions conditions = new Conditions()
                .after("id", after)
                .matching(VISIBLE, scope.restrictedTo().orElse(null))
                .equal("partnerId", partnerId)
                .equal("state", state);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }
}
