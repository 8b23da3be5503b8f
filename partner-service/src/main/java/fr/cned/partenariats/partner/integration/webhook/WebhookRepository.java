package fr.cned.partenariats.partner.integration.webhook;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class WebhookRepository implements LockingRepository<Webhook> {

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
