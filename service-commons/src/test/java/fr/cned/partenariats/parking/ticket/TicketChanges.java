package fr.cned.partenariats.parking.ticket;

import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The feed of changed parking tickets. A ticket without a plate is erased. */
@ApplicationScoped
public class TicketChanges implements ChangeSource<TicketChanges.Ticket> {

    private static final String TICKETS =
            "select id, revision, plate from ticket where (:all or tenant_id = :tenant) and ";
    private static final UUID NO_TENANT = new UUID(0, 0);

    private final ChangeFeed feed;
    private final EntityManager em;

    TicketChanges(ChangeFeed feed, EntityManager em) {
        this.feed = feed;
        this.em = em;
    }

    public record Ticket(UUID id, long revision) {}

    @AllTenants
    @Transactional
    public ChangeFeedPage<Ticket> list(TenantScope scope, ChangeFeedParams params) {
        return feed.read(this, scope, params);
    }

    @Override
    public String objectType() {
        return "ticket";
    }

    @Override
    public List<ChangedObject<Ticket>> listAfter(UUID id, TenantScope scope, int size) {
        return rows(query("id > :after order by id", scope)
                .setParameter("after", id)
                .setMaxResults(size));
    }

    @Override
    public List<ChangedObject<Ticket>> find(Collection<UUID> ids, TenantScope scope) {
        return rows(query("id in (:ids)", scope).setParameter("ids", ids));
    }

    private TypedQuery<Tuple> query(String condition, TenantScope scope) {
        return em.unwrap(Session.class)
                .createNativeQuery(TICKETS + condition, Tuple.class)
                .setParameter("all", scope.restrictedTo().isEmpty())
                .setParameter("tenant", scope.restrictedTo().orElse(NO_TENANT));
    }

    private static List<ChangedObject<Ticket>> rows(TypedQuery<Tuple> query) {
        return query.getResultStream()
                .map(row -> {
                    UUID id = row.get("id", UUID.class);
                    return row.get("plate") == null
                            ? ChangedObject.<Ticket>erased(id)
                            : ChangedObject.shown(id, new Ticket(id, row.get("revision", Long.class)));
                })
                .toList();
    }
}
