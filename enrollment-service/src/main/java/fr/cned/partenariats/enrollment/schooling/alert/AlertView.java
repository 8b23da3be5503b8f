package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.http.Revisioned;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An attendance alert as clients see it.
 *
 * @param siteIds the sites that declared hours of the week; without a declaration the site that hosts the student
 * @param enrollmentId one of the person's enrollments at the partner
 * @param hours absent for a caller limited to sites when another site declared hours, too
 * @param expectedHours the threshold in proportion to the working days of the week, less justified hours
 */
@Schema(name = "AttendanceAlert")
public record AlertView(
        UUID id,
        long revision,
        AlertState state,
        AlertCause cause,
        UUID enrollmentId,
        UUID partnerId,
        UUID agreementId,
        List<UUID> siteIds,
        String week,
        @Nullable BigDecimal hours,
        BigDecimal expectedHours,
        Instant raisedAt,
        Instant changedAt)
        implements Revisioned {}
