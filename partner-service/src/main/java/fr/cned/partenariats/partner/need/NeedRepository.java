package fr.cned.partenariats.partner.need;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of training needs. */
@ApplicationScoped
class NeedRepository implements PanacheRepositoryBase<TrainingNeed, UUID> {

    Optional<TrainingNeed> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** @param only the one partner whose needs the caller may see; null for all */
    List<TrainingNeed> list(
            @Nullable NeedState state, @Nullable UUID partnerId, @Nullable UUID only, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .after("id", after)
                .equal("partnerId", only)
                .equal("partnerId", partnerId)
                .equal("state", state);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }
}
