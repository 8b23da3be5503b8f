package fr.cned.partenariats.enrollment.schooling.attendance;

import fr.cned.partenariats.enrollment.schooling.alert.WeeklyAttendance;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The week after a declaration, in the order of its entries. */
public record DeclaredWeekView(UUID siteId, String week, List<Entry> entries) {

    /**
     * The week of the student of one enrollment.
     *
     * @param weekHours the sum of all sites and of all enrollments of the student at the partner that the caller sees
     * @param expectedHours the threshold less justified hours, of these enrollments; absent without a threshold
     * @param belowThreshold whether the week has an open alert, which counts all enrollments
     */
    @Schema(name = "DeclaredWeekEntry")
    public record Entry(
            UUID enrollmentId,
            BigDecimal weekHours,
            @Nullable BigDecimal expectedHours,
            boolean belowThreshold) {

        static Entry of(UUID enrollmentId, WeeklyAttendance visible, WeeklyAttendance whole) {
            return new Entry(enrollmentId, visible.hours(), visible.expectedHours(), whole.isBelowThreshold());
        }
    }
}
