package fr.cned.partenariats.partner.demand.need;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.LockingRepository;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class TrainingNeedRepository implements LockingRepository<TrainingNeed> {

    private static final String VISIBLE = PartnerLookup.isOrBelongsTo("partnerId");

    /** The need, if it is of the caller's partner or of a member of it. */
    Optional<TrainingNeed> findVisible(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("id", id)
                .matching(VISIBLE, scope.restrictedTo().orElse(null));
        return find(conditions).firstResultOptional();
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
        return list(conditions, rows);
    }
}
