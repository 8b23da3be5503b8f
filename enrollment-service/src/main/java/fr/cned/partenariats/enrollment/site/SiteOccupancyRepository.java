package fr.cned.partenariats.enrollment.site;

import fr.cned.partenariats.commons.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Counts the enrollments that sites host. */
@ApplicationScoped
class SiteOccupancyRepository {

    private static final String OCCUPANCIES = """
            select s.id, s.name, s.partner_id, e.academic_year, s.hosting_capacity, cast(count(*) as integer) as hosted
            from site_view s
            join enrollment e on e.site_id = s.id and e.state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
            where (cast(:visible as uuid) is null or s.partner_id = :visible)
              and (cast(:partner as uuid) is null or s.partner_id = :partner)
              and (cast(:site as uuid) is null or s.id = :site)
              and (cast(:year as text) is null or e.academic_year = :year)
              and (cast(:afterSite as uuid) is null or (s.id, e.academic_year) > (:afterSite, :afterYear))
            group by s.id, e.academic_year
            having cast(:over as boolean) is null or (count(*) > coalesce(s.hosting_capacity, count(*))) = :over
            order by s.id, e.academic_year limit :size""";

    private final EntityManager em;

    SiteOccupancyRepository(EntityManager em) {
        this.em = em;
    }

    /** The sort key of an occupancy. */
    record SiteYear(UUID siteId, String academicYear) {}

    /** One statement, in the order of {@link SiteYear}. A site without enrollments in a year has no row. */
    List<SiteOccupancyView> find(SiteOccupancyFilter filter, TenantScope scope, Optional<SiteYear> after, int size) {
        @Nullable SiteYear last = after.orElse(null);
        return em.unwrap(Session.class)
                .createNativeQuery(OCCUPANCIES, Tuple.class)
                .setParameter("visible", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("site", filter.siteId, UUID.class)
                .setParameter("year", filter.academicYear, String.class)
                .setParameter("over", filter.overCapacity, Boolean.class)
                .setParameter("afterSite", last == null ? null : last.siteId(), UUID.class)
                .setParameter("afterYear", last == null ? null : last.academicYear(), String.class)
                .setParameter("size", size)
                .getResultStream()
                .map(row -> SiteOccupancyView.of(
                        row.get("id", UUID.class),
                        row.get("name", String.class),
                        row.get("partner_id", UUID.class),
                        row.get("academic_year", String.class),
                        row.get("hosting_capacity", Integer.class),
                        row.get("hosted", Integer.class)))
                .toList();
    }
}
