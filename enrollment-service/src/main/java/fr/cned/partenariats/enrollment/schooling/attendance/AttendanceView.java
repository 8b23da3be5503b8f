package fr.cned.partenariats.enrollment.schooling.attendance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The hours of one enrollment at one site in one week.
 *
 * @param partnerId the partner of the enrollment
 * @param declaredBy the name of the actor; a partner reads {@code Cned} for Cned staff
 */
public record AttendanceView(
        UUID id,
        long revision,
        UUID enrollmentId,
        UUID siteId,
        UUID partnerId,
        String week,
        BigDecimal hours,
        String declaredBy,
        Instant declaredAt,
        List<Attendance.Declared> history) {}
