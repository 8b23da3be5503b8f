package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment as clients see it.
 *
 * @param seatQuotaId the line of the agreement's seat quotas that the enrollment counts against
 * @param holdUntil until when the seat is kept while funding is being decided
 * @param withdrawnOn the day on which the student left
 * @param previousEnrollmentId the one that this continues, after a transfer or a re-enrollment; not shown to
 *     another partner than its own
 */
@Schema(name = "Enrollment")
public record EnrollmentView(
        UUID id,
        long version,
        EnrollmentState state,
        UUID studentId,
        UUID partnerId,
        UUID agreementId,
        UUID offeringId,
        UUID trainingId,
        String academicYear,
        UUID seatQuotaId,
        @Nullable UUID siteId,
        @Nullable LocalDate holdUntil,
        @Nullable UUID previousEnrollmentId,
        @Nullable String result,
        @Nullable LocalDate withdrawnOn,
        List<FundingLine> fundings,
        List<Move> history,
        Instant registeredAt,
        Instant changedAt) {

    /** A partner knows the student by the id of its own registration, whoever that was merged into. */
    static EnrollmentView of(Enrollment e, Visibility visibility, Actors actors) {
        return new EnrollmentView(
                e.id(),
                e.version(),
                e.state(),
                visibility.partner().isPresent() ? e.studentId() : e.personId(),
                e.partnerId(),
                e.agreementId(),
                e.offeringId(),
                e.trainingId(),
                e.academicYear(),
                e.seatId(),
                e.siteId(),
                e.holdUntil(),
                e.previousId(visibility.partner()),
                e.result(),
                e.withdrawnOn(),
                e.fundings().stream().map(line -> line.as(actors)).toList(),
                e.history().stream().map(move -> move.as(actors)).toList(),
                e.registeredAt(),
                e.changedAt());
    }
}
