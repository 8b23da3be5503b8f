package fr.cned.partenariats.partner.integration.webhook;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class WebhookRepository implements PanacheRepositoryBase<Webhook, UUID> {

    Optional<Webhook> findVisible(UUID id, TenantScope scope) {
        return visible(id, scope).firstResultOptional();
    }

    /** The scope is part of the locking query, so that no caller waits for a foreign row. */
    Optional<Webhook> lockVisible(UUID id, TenantScope scope) {
        return visible(id, scope).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    private PanacheQuery<Webhook> visible(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("id", id)
                .equal("partnerId", scope.restrictedTo().orElse(null));
        return find(conditions.query(), conditions.parameters());
    }

    List<Webhook> list(@Nullable UUID partnerId, TenantScope scope, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .after("id", after)
                .equal("partnerId", partnerId);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }

    List<Webhook> listOf(Collection<UUID> partnerIds) {
        return partnerIds.isEmpty()
                ? List.of()
                : find("partnerId in ?1", partnerIds)
                        .withHint(HINT_READ_ONLY, true)
                        .list();
    }

    long countOf(UUID partnerId) {
        return count("partnerId", partnerId);
    }
}
