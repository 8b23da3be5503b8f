package fr.cned.partenariats.enrollment.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An apprentice in one academic year, as last sent to the dashboard. */
@Schema(name = "DashboardRecord")
public record DashboardRecordView(
        UUID id,
        UUID trainingCentreId,
        UUID studentId,
        @Nullable String familyName,
        @Nullable String givenNames,
        String academicYear,
        String trainingTitle,
        Instant sentAt,
        List<Fault> faults) {

    /** @param field its name at the dashboard; null when the dashboard names none */
    @Schema(name = "DashboardFault")
    public record Fault(@Nullable String field, String message) {}
}
