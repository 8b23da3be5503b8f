package fr.cned.partenariats.enrollment.replica.site;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site's hosting capacity against the enrollments that it hosts in one academic year.
 *
 * @param hostingCapacity absent when the site states none
 * @param overCapacity whether there are more enrollments than places; false without a capacity
 */
public record SiteOccupancyView(
        UUID siteId,
        String siteName,
        UUID partnerId,
        String academicYear,
        @Nullable Integer hostingCapacity,
        int enrollments,
        @Nullable Integer left,
        boolean overCapacity) {

    SiteOccupancyView(
            UUID siteId,
            String siteName,
            UUID partnerId,
            String academicYear,
            @Nullable Integer capacity,
            int enrollments) {
        this(
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
