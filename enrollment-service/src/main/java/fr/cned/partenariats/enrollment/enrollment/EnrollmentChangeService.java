package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.CORRECTION_REASON_REQUIRED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange.Completion;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange.Move;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange.OtherSystem;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange.Withdrawal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.UUID;

/** Applies the change of a row by the use case of the single request. A change that was applied before is left out. */
@ApplicationScoped
public class EnrollmentChangeService {

    private final EnrollmentRepository enrollments;
    private final EnrollmentService service;
    private final SiteChangeService siteChanges;

    EnrollmentChangeService(
            EnrollmentRepository enrollments, EnrollmentService service, SiteChangeService siteChanges) {
        this.enrollments = enrollments;
        this.service = service;
        this.siteChanges = siteChanges;
    }

    /** @param isNew false when the change was applied before */
    public record Applied(boolean isNew, UUID studentId, EnrollmentState state) {}

    /** Throws a refusal; then the transaction must be rolled back. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Applied apply(Requester by, UUID id, EnrollmentChange change) {
        Enrollment enrollment =
                enrollments.lockVisible(id, by.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        boolean isNew = !isApplied(enrollment, change);
        if (isNew && change instanceof Completion completion) {
            complete(by, enrollment, completion);
        } else if (isNew && change instanceof Withdrawal withdrawal) {
            service.withdraw(by, id, withdrawal.reason(), withdrawal.on());
        } else if (isNew && change instanceof Move move) {
            siteChanges.change(by, id, move.request());
        } else if (isNew && change instanceof OtherSystem other) {
            service.update(by, id, any -> {}, other::appliedTo);
        }
        return new Applied(isNew, enrollment.studentId(), enrollment.state());
    }

    private void complete(Requester by, Enrollment enrollment, Completion completion) {
        if (enrollment.state() != EnrollmentState.COMPLETED) {
            service.complete(by, enrollment.id(), completion.result());
        } else if (completion.correction() == null) {
            throw Refusal.at("/reason", CORRECTION_REASON_REQUIRED);
        } else {
            service.correctResult(by, enrollment.id(), any -> {}, completion.result(), completion.correction());
        }
    }

    /** The same file may be sent after later changes: without a reason to correct, the history decides. */
    private static boolean isApplied(Enrollment enrollment, EnrollmentChange change) {
        if (change instanceof Completion completion) {
            return enrollment.state() == EnrollmentState.COMPLETED
                    && (completion.result().equals(enrollment.result())
                            || (completion.correction() == null
                                    && enrollment.history().stream()
                                            .anyMatch(
                                                    entry -> completion.result().equals(entry.result()))));
        }
        if (change instanceof Withdrawal withdrawal) {
            return enrollment.state() == EnrollmentState.WITHDRAWN
                    && (withdrawal.on() == null || withdrawal.on().equals(enrollment.withdrawnOn()));
        }
        if (change instanceof OtherSystem other) {
            return other.isIn(enrollment.details());
        }
        SiteChangeRequest request = ((Move) change).request();
        return request.effectiveOn() == null
                ? Objects.equals(enrollment.siteId(), request.siteId())
                : enrollment.history().stream()
                        .map(HistoryEntry::siteChange)
                        .anyMatch(past -> past != null
                                && Objects.equals(past.to(), request.siteId())
                                && past.effectiveOn().equals(request.effectiveOn()));
    }
}
