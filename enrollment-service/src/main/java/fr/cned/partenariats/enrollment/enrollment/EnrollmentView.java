package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.enrollment.ActorNames;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The representation of an enrollment.
 *
 * @param seatQuotaId the seat quota of the agreement that the enrollment counts against
 * @param holdUntil the last day on which the seat is kept while a funder decides
 * @param withdrawnOn the day on which the student left
 * @param previousEnrollmentId the enrollment that this one continues after a transfer or a re-enrollment; hidden from
 *     a partner that does not own it
 */
@Schema(name = "Enrollment")
public record EnrollmentView(
        UUID id,
        long revision,
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
        List<HistoryEntry> history,
        Instant registeredAt,
        Instant changedAt)
        implements Revisioned {

    /** A partner gets the student id of its own registration, also when that student is merged into another. */
    static EnrollmentView of(Enrollment e, TenantScope scope, ActorNames actors) {
        return new EnrollmentView(
                e.id(),
                e.revision(),
                e.state(),
                scope.restrictedTo().isPresent() ? e.studentId() : e.personId(),
                e.partnerId(),
                e.agreementId(),
                e.offeringId(),
                e.trainingId(),
                e.academicYear(),
                e.seatId(),
                e.siteId(),
                e.holdUntil(),
                e.previousId(scope),
                e.result(),
                e.withdrawnOn(),
                e.fundings().stream().map(line -> line.withVisibleActor(actors)).toList(),
                e.history().stream()
                        .map(entry -> entry.withVisibleActor(actors))
                        .toList(),
                e.registeredAt(),
                e.changedAt());
    }
}
