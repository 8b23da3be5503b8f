package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.http.Revisioned;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An apprentice as the training centre, the host school and the employer see it. Other personal data stay with the
 * partner that registered the student.
 *
 * @param revision the revision of the contract
 * @param rupturedOn the last day of a contract that ended early
 */
public record ApprenticeView(
        UUID contractId,
        long revision,
        @Nullable String familyName,
        @Nullable String givenNames,
        List<HostRelation> relations,
        String trainingCode,
        String trainingTitle,
        String academicYear,
        LocalDate startsOn,
        LocalDate endsOn,
        @Nullable LocalDate rupturedOn,
        @Nullable LocalDate ruptureSeenOn,
        LocalDate offeringStartsOn,
        LocalDate offeringEndsOn,
        String enrollmentState,
        List<WeekHours> attendance)
        implements Revisioned {

    /** What the caller's partner is to the apprentice. */
    @Schema(name = "ApprenticeRelation")
    public enum HostRelation {
        TRAINING_CENTRE,
        HOST_SCHOOL,
        EMPLOYER
    }

    /** The declared hours of all sites in one week. */
    @Schema(name = "ApprenticeWeek")
    public record WeekHours(String week, BigDecimal hours) {}

    /** Names, the enrollment and the hours change without the contract. */
    @Override
    public String entityTag() {
        return revision + "-"
                + Integer.toHexString(List.of(
                                String.valueOf(familyName),
                                String.valueOf(givenNames),
                                relations.toString(),
                                trainingTitle,
                                offeringStartsOn,
                                offeringEndsOn,
                                enrollmentState,
                                attendance.toString())
                        .hashCode());
    }
}
