package fr.cned.partenariats.commons.audit;

import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.type.StandardBasicTypes;

/** Reads the audit trail, newest entry first. */
@ApplicationScoped
public class AuditTrail {

    private static final String LIST = """
            select e.id, e.at, e.client, e.subject, e.roles, e.tenant, e.operation, e.object_type, e.object_id,
              e.revision_before, e.revision_after, e.changed_fields, e.trace_id, s.position
            from change_log e left join audit_seal s on s.entry_id = e.id
            where e.audited and (%s)
            order by e.at desc, e.id desc""";

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
        page.after(Position.class, filter.values())
                .ifPresent(last -> conditions.with(
                        "(e.at, e.id) < (:lastAt, :lastId)",
                        Map.of("lastAt", Instant.parse(last.at()), "lastId", last.id())));
        var query = em.unwrap(Session.class)
                .createNativeQuery(LIST.formatted(conditions.query()), Tuple.class)
                .addScalar("id", StandardBasicTypes.LONG)
                .addScalar("at", StandardBasicTypes.INSTANT)
                .addScalar("client", StandardBasicTypes.STRING)
                .addScalar("subject", StandardBasicTypes.STRING)
                .addScalar("roles", String[].class)
                .addScalar("tenant", StandardBasicTypes.UUID)
                .addScalar("operation", StandardBasicTypes.STRING)
                .addScalar("object_type", StandardBasicTypes.STRING)
                .addScalar("object_id", StandardBasicTypes.STRING)
                .addScalar("revision_before", StandardBasicTypes.LONG)
                .addScalar("revision_after", StandardBasicTypes.LONG)
                .addScalar("changed_fields", String[].class)
                .addScalar("trace_id", StandardBasicTypes.STRING)
                .addScalar("position", StandardBasicTypes.LONG)
                .setMaxResults(page.fetchSize());
        conditions.parameters().forEach(query::setParameter);
        return Page.of(
                query.getResultList(),
                page,
                AuditTrail::view,
                row -> new Position(row.get("at", Instant.class).toString(), row.get("id", Long.class)),
                filter.values());
    }

    private static AuditEntryView view(Tuple row) {
        return new AuditEntryView(
                row.get("id", Long.class),
                row.get("at", Instant.class),
                row.get("client", String.class),
                row.get("subject", String.class),
                List.of(row.get("roles", String[].class)),
                row.get("tenant", UUID.class),
                row.get("operation", String.class),
                row.get("object_type", String.class),
                row.get("object_id", String.class),
                row.get("revision_before", Long.class),
                row.get("revision_after", Long.class),
                List.of(row.get("changed_fields", String[].class)),
                row.get("trace_id", String.class),
                row.get("position", Long.class));
    }
}
