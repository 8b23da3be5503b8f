package fr.cned.partenariats.enrollment.attendance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An attendance alert as clients see it.
 *
 * @param siteIds where hours of the week were declared
 * @param hours at all sites together
 * @param expectedHours the threshold without what is justified
 */
@Schema(name = "AttendanceAlert")
public record AlertView(
        UUID id,
        long version,
        AlertState state,
        UUID enrollmentId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        String week,
        BigDecimal hours,
        BigDecimal expectedHours,
        Instant raisedAt,
        Instant changedAt) {

    static AlertView of(AttendanceAlert a) {
        return new AlertView(
                a.id(),
                a.version(),
                a.state(),
                a.enrollmentId(),
                a.partnerId(),
                a.agreementId(),
                a.siteIds(),
                a.week().toString(),
                a.hours(),
                a.expectedHours(),
                a.raisedAt(),
                a.changedAt());
    }
}
