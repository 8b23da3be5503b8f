package fr.cned.partenariats.enrollment.site;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.enrollment.site.SiteOccupancyRepository.SiteYear;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

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
        Object[] bound = filter.values();
        Optional<SiteYear> after = page.after(SiteYear.class, bound);
        reads.begin();
        return Page.of(
                occupancies.find(filter, caller.scope(), after, page.fetchSize()),
                page,
                occupancy -> occupancy,
                occupancy -> new SiteYear(occupancy.siteId(), occupancy.academicYear()),
                bound);
    }

    /** The occupancy of a site that hosts more students in the year than it has places; empty otherwise. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<SiteOccupancyView> overCapacity(UUID siteId, String academicYear) {
        SiteOccupancyFilter filter = new SiteOccupancyFilter();
        filter.siteId = siteId;
        filter.academicYear = academicYear;
        filter.overCapacity = true;
        return occupancies.find(filter, TenantScope.ALL, Optional.empty(), 1).stream()
                .findFirst();
    }
}
