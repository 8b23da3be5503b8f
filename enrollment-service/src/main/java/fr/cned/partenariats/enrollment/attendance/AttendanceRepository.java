package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.commons.ids.Ids;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class AttendanceRepository implements PanacheRepositoryBase<Attendance, UUID> {

    /** What was declared before is kept; the same hours again change nothing. */
    private static final String DECLARE = """
            insert into attendance as a
              (id, version, enrollment_id, site_id, partner_id, week, hours, declared_by, declared_at, history)
            select d.id, 0, d.enrollment_id, cast(:site as uuid), d.partner_id, cast(:week as date), d.hours,
              cast(:by as text), cast(:now as timestamptz), '[]'
            from unnest(:ids, :enrollments, :partners, :hours) as d (id, enrollment_id, partner_id, hours)
            on conflict (enrollment_id, week, site_id) do update
              set version = a.version + 1, hours = excluded.hours, declared_by = excluded.declared_by,
                  declared_at = excluded.declared_at,
                  history = a.history
                    || jsonb_build_object('hours', a.hours, 'at', a.declared_at, 'by', a.declared_by)
              where a.hours <> excluded.hours
            returning id, version""";

    /** One enrollment's hours. */
    record Line(UUID enrollmentId, UUID partnerId, BigDecimal hours) {}

    /** Who declares where, and when. */
    record Declarer(UUID siteId, IsoWeek week, String by, Instant now) {}

    Optional<UUID> partnerOfSite(UUID siteId) {
        return session()
                .createNativeQuery("select partner_id from site_view where id = :site", UUID.class)
                .setParameter("site", siteId)
                .getResultStream()
                .findFirst();
    }

    /** A row of attendance that was written. */
    record Written(UUID id, long version) {}

    /** The rows that are new or have other hours than before. */
    List<Written> declare(Declarer declarer, List<Line> lines) {
        return session()
                .createNativeQuery(DECLARE, Tuple.class)
                .addScalar("id", UUID.class)
                .addScalar("version", Long.class)
                .setParameter("site", declarer.siteId())
                .setParameter("week", declarer.week().monday())
                .setParameter("by", declarer.by())
                .setParameter("now", declarer.now())
                .setParameter(
                        "ids", Stream.generate(Ids::next).limit(lines.size()).toArray(UUID[]::new))
                .setParameter(
                        "enrollments", lines.stream().map(Line::enrollmentId).toArray(UUID[]::new))
                .setParameter("partners", lines.stream().map(Line::partnerId).toArray(UUID[]::new))
                .setParameter("hours", lines.stream().map(Line::hours).toArray(BigDecimal[]::new))
                .getResultList()
                .stream()
                .map(row -> new Written(row.get("id", UUID.class), row.get("version", Long.class)))
                .toList();
    }

    List<Attendance> page(
            WeekFilter filter, @Nullable UUID siteId, Optional<UUID> visiblePartner, Optional<UUID> after, int size) {
        var conditions = filter.conditions(visiblePartner, after).equal("siteId", siteId);
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }

    private Session session() {
        return getEntityManager().unwrap(Session.class);
    }
}
