package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The representation of an enrollment.
 *
 * @param reference the partner's own identifier of the enrollment
 * @param otherCodes absent without codes of other systems
 * @param waitlistRank the 1-based place on the waiting list of the offering, over all partners; absent when the student
 *     does not wait. A free seat of the own agreement can promote a student before others
 * @param possibleDuplicates only in the answer to a registration: the caller's students who may be the same person;
 *     at most 10
 * @param warnings only in the answer to a registration or a change of site: facts that do not block it
 */
public record EnrollmentView(
        UUID id,
        long revision,
        EnrollmentState state,
        UUID studentId,
        UUID partnerId,
        @Nullable String reference,
        @Nullable List<OtherCode> otherCodes,
        @Nullable RemoteState remoteState,
        UUID agreementId,
        UUID offeringId,
        UUID trainingId,
        String academicYear,
        UUID seatQuotaId,
        @Nullable UUID siteId,
        @Nullable Integer waitlistRank,
        @Nullable LocalDate holdUntil,
        @Nullable UUID previousEnrollmentId,
        @Nullable ExamResult result,
        @Nullable LocalDate withdrawnOn,
        List<FundingLine> fundings,
        List<HistoryEntry> history,
        Instant registeredAt,
        Instant changedAt,
        @Nullable List<UUID> possibleDuplicates,
        @Nullable List<Warning> warnings)
        implements Revisioned {

    /** Others leave the waiting list without a change of this enrollment. */
    @Override
    public String entityTag() {
        return waitlistRank == null ? Long.toString(revision) : revision + "-" + waitlistRank;
    }

    /** A partner gets the student id of its own registration, also when that student is merged into another. */
    static EnrollmentView of(Enrollment e, TenantScope scope) {
        return of(e, scope, null, null);
    }

    /** The answer to a registration. */
    public static EnrollmentView of(
            Enrollment e,
            TenantScope scope,
            @Nullable List<UUID> possibleDuplicates,
            @Nullable List<Warning> warnings) {
        return new EnrollmentView(
                e.id(),
                e.revision(),
                e.state(),
                scope.restrictedTo().isPresent() ? e.studentId() : e.personId(),
                e.partnerId(),
                e.reference(),
                e.otherCodes(),
                e.details().remoteState(),
                e.agreementId(),
                e.offeringId(),
                e.trainingId(),
                e.academicYear(),
                e.seatId(),
                e.siteId(),
                e.waitlistRank(),
                e.holdUntil(),
                e.previousId(scope),
                e.result(),
                e.withdrawnOn(),
                e.fundings().stream().map(line -> line.withVisibleActor(scope)).toList(),
                e.history().stream().map(entry -> entry.visibleTo(scope)).toList(),
                e.registeredAt(),
                e.changedAt(),
                possibleDuplicates,
                warnings);
    }
}
