package fr.cned.partenariats.partner.integration.webhook;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class WebhookRepository implements LockingRepository<Webhook> {

    Optional<Webhook> findVisible(UUID id, TenantScope scope) {
        return findInScope(id, scope).firstResultOptional();
    }

    Optional<Webhook> lockVisible(UUID id, TenantScope scope) {
        return findInScope(id, scope).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    List<Webhook> list(@Nullable UUID partnerId, TenantScope scope, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .after("id", after)
                .equal("partnerId", partnerId);
        return list(conditions, rows);
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
