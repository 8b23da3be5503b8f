package fr.cned.partenariats.enrollment.replica.site;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private static final String OVER_CAPACITY = """
            select s.id, s.name, s.partner_id, e.academic_year, s.hosting_capacity, cast(count(*) as integer) as hosted
            from unnest(cast(:sites as uuid[]), cast(:years as text[])) as hosting (site, year)
            join site_view s on s.id = hosting.site and s.hosting_capacity is not null
            join enrollment e on e.site_id = s.id and e.academic_year = hosting.year
              and e.state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
            group by s.id, e.academic_year
            having count(*) > s.hosting_capacity""";

    private final Session session;

    SiteOccupancyRepository(Session session) {
        this.session = session;
    }

    /** One statement, in the order of {@link SiteYear}. A site without enrollments in a year has no row. */
    List<SiteOccupancyView> find(SiteOccupancyFilter filter, TenantScope scope, Optional<SiteYear> after, int size) {
        @Nullable SiteYear last = after.orElse(null);
        return session.createNativeQuery(OCCUPANCIES, SiteOccupancyView.class)
                .setParameter("visible", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("site", filter.siteId, UUID.class)
                .setParameter("year", filter.academicYear, String.class)
                .setParameter("over", filter.overCapacity, Boolean.class)
                .setParameter("afterSite", last == null ? null : last.siteId(), UUID.class)
                .setParameter("afterYear", last == null ? null : last.academicYear(), String.class)
                .setParameter("size", size)
                .getResultList();
    }

    /** Those of the sites that host more students in the year than they have places. */
    Map<SiteYear, SiteOccupancyView> overCapacity(Collection<SiteYear> hosting) {
        return session.createNativeQuery(OVER_CAPACITY, SiteOccupancyView.class)
                .setParameter("sites", hosting.stream().map(SiteYear::siteId).toArray(UUID[]::new))
                .setParameter(
                        "years", hosting.stream().map(SiteYear::academicYear).toArray(String[]::new))
                .getResultStream()
                .collect(Collectors.toMap(
                        occupancy -> new SiteYear(occupancy.siteId(), occupancy.academicYear()), Function.identity()));
    }
}
