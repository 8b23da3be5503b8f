package fr.cned.partenariats.partner.reemission;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One kind of aggregate whose current state can be told again; each feature that has events produces
 * a bean of it.
 *
 * @param name what the answer calls them, such as {@code partners}
 * @param event the state of one aggregate
 */
public record Reemitted<T>(
        String name, PanacheRepositoryBase<T, UUID> rows, Function<T, UUID> id, Function<T, OutboxEvent> event) {

    /** In id order from after {@code after}, locked until the transaction ends: no change can be told in between. */
    List<T> lockAfter(@Nullable UUID after, int size) {
        PanacheQuery<T> query =
                after == null ? rows.findAll(Sort.by("id")) : rows.find("id > ?1", Sort.by("id"), after);
        return query.range(0, size - 1).withLock(LockModeType.PESSIMISTIC_READ).list();
    }
}
