package fr.cned.partenariats.enrollment.replica.site;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_OVER_CAPACITY;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Compares the hosting capacity of sites with their enrollments. The capacity warns; it refuses no enrollment. */
@ApplicationScoped
public class SiteOccupancyService {

    private final SiteOccupancyRepository occupancies;
    private final ReadLimit reads;
    private final Caller caller;

    SiteOccupancyService(SiteOccupancyRepository occupancies, ReadLimit reads, Caller caller) {
        this.occupancies = occupancies;
        this.reads = reads;
        this.caller = caller;
    }

    @Transactional
    Page<SiteOccupancyView> list(SiteOccupancyFilter filter, PageParams page) {
        Optional<SiteYear> after = page.after(SiteYear.class, filter);
        reads.begin();
        return Page.of(
                occupancies.find(filter, caller.scope(), after, page.fetchSize()),
                page,
                occupancy -> occupancy,
                occupancy -> new SiteYear(occupancy.siteId(), occupancy.academicYear()),
                filter);
    }

    /** A site over its hosting capacity warns and refuses nothing. */
    public static Violation warning(SiteOccupancyView occupancy) {
        return new Violation(
                "/siteId",
                SITE_OVER_CAPACITY,
                Integer.toString(occupancy.enrollments()),
                occupancy.academicYear(),
                String.valueOf(occupancy.hostingCapacity()));
    }

    /** Those of the sites that host more students in the year than they have places, in one statement. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<SiteYear, SiteOccupancyView> overCapacity(Collection<SiteYear> hosting) {
        return hosting.isEmpty() ? Map.of() : occupancies.overCapacity(hosting);
    }
}
