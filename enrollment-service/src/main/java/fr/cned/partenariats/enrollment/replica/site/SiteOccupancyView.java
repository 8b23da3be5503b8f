package fr.cned.partenariats.enrollment.replica.site;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A site's hosting capacity against the enrollments that it hosts in one academic year.
 *
 * @param partnerId the partner that runs the site
 * @param hostingCapacity absent when the site states none
 * @param enrollments those that are pending funding, confirmed or active
 * @param left places that are free, at least 0; absent without a capacity
 * @param overCapacity whether there are more enrollments than places; false without a capacity
 */
@Schema(name = "SiteOccupancy")
public record SiteOccupancyView(
        UUID siteId,
        String siteName,
        UUID partnerId,
        String academicYear,
        @Nullable Integer hostingCapacity,
        int enrollments,
        @Nullable Integer left,
        boolean overCapacity) {

    static SiteOccupancyView of(
            UUID siteId,
            String siteName,
            UUID partnerId,
            String academicYear,
            @Nullable Integer capacity,
            int enrollments) {
        return new SiteOccupancyView(
                siteId,
                siteName,
                partnerId,
                academicYear,
                capacity,
                enrollments,
                capacity == null ? null : Math.max(0, capacity - enrollments),
                capacity != null && enrollments > capacity);
    }
}
