package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.enrollment.Actors;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One enrollment's hours at one site in one week.
 *
 * @param partnerId the enrollment's
 * @param declaredBy who declared it; {@code Cned} for a partner, where it was the Cned's staff
 * @param history what was declared before, oldest first
 */
@Schema(name = "Attendance")
public record AttendanceView(
        UUID id,
        long version,
        UUID enrollmentId,
        UUID siteId,
        UUID partnerId,
        String week,
        BigDecimal hours,
        String declaredBy,
        Instant declaredAt,
        List<Attendance.Declared> history) {

    static AttendanceView of(Attendance a, Actors actors) {
        return new AttendanceView(
                a.id(),
                a.version(),
                a.enrollmentId(),
                a.siteId(),
                a.partnerId(),
                a.week().toString(),
                a.hours(),
                actors.shown(a.declaredBy()),
                a.declaredAt(),
                a.history().stream().map(declared -> declared.as(actors)).toList());
    }
}
