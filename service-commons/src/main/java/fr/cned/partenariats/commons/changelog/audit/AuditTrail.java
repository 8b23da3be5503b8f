package fr.cned.partenariats.commons.changelog.audit;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;

/** Reads the audit trail, newest entry first. */
@ApplicationScoped
public class AuditTrail {

    private static final String LIST = """
        select e.id, e.at, e.client, e.subject, e.roles, e.tenant, e.operation, e.object_type, e.object_id,
          e.revision_before, e.revision_after, e.changed_fields, e.trace_id, s.position
        from change_log e left join audit_seal s on s.entry_id = e.id
        where e.audited and (%s)
        order by e.at desc, e.id desc\
        """;

    /** The sort key. The instant is text, because a JSON number would round it. */
    record Position(String at, long id) {
        Position {
            Instant.parse(at);
        }
    }

    private final EntityManager em;

    AuditTrail(EntityManager em) {
        this.em = em;
    }

    public Page<AuditEntryView> list(AuditFilter filter, PageParams page) {
        Conditions conditions = filter.conditions();
        page.after(Position.class, filter)
                .ifPresent(last -> conditions.with(
                        "(e.at, e.id) < (:lastAt, :lastId)",
                        Map.of("lastAt", Instant.parse(last.at()), "lastId", last.id())));
        var query = em.unwrap(Session.class)
                .createNativeQuery(LIST.formatted(conditions.query()), AuditEntryView.class)
                .setMaxResults(page.fetchSize());
        conditions.parameters().forEach(query::setParameter);
        return Page.of(
                query.getResultList(),
                page,
                Function.identity(),
                entry -> new Position(entry.at().toString(), entry.id()),
                filter);
    }
}
