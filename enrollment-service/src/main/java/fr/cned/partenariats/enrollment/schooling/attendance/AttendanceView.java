package fr.cned.partenariats.enrollment.schooling.attendance;

import fr.cned.partenariats.enrollment.ActorNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The hours of one enrollment at one site in one week.
 *
 * @param partnerId the partner of the enrollment
 * @param declaredBy the name of the actor; a partner reads {@code Cned} for Cned staff
 * @param history earlier declarations, oldest first
 */
@Schema(name = "Attendance")
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
        List<Attendance.Declared> history) {

    static AttendanceView of(Attendance a, ActorNames actors) {
        return new AttendanceView(
                a.id(),
                a.revision(),
                a.enrollmentId(),
                a.siteId(),
                a.partnerId(),
                a.week().toString(),
                a.hours(),
                actors.shown(a.declaredBy()),
                a.declaredAt(),
                a.history().stream()
                        .map(declared -> declared.withVisibleActor(actors))
                        .toList());
    }
}
