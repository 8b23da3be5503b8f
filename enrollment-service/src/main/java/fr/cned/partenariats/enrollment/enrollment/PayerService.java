package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.AMOUNT_ABOVE_LINE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.FUNDING_LINE_DECIDED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.PAYER_UNCHANGED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.UUID;

/** Changes who pays a funding line, or a part of it. */
@ApplicationScoped
public class PayerService {

    private final EnrollmentService enrollments;
    private final EligibilityService eligibility;
    private final ActorNames actors;
    private final Clock clock;

    PayerService(EnrollmentService enrollments, EligibilityService eligibility, ActorNames actors, Clock clock) {
        this.enrollments = enrollments;
        this.eligibility = eligibility;
        this.actors = actors;
        this.clock = clock;
    }

    @Transactional
    public EnrollmentView change(UUID id, UUID lineId, PayerChangeRequest request) {
        return enrollments.change(id, enrollment -> {
            FundingLine line = changeable(enrollment, lineId);
            BigDecimal amount = request.amount() == null ? line.amount() : request.amount();
            requireAtMost(line.amount(), amount);
            takeOver(enrollment, line, amount, request.payer(), "/payer", request.reason());
        });
    }

    /** Approves a part of a line; another payer takes over the rest. */
    @Transactional
    public EnrollmentView approvePart(UUID id, UUID lineId, PartialApprovalRequest request) {
        return enrollments.change(id, enrollment -> {
            FundingLine line = changeable(enrollment, lineId);
            if (line.state() != FundingLine.State.REQUESTED) {
                throw Refusal.of(FUNDING_LINE_DECIDED, line.state().name());
            }
            requireAtMost(line.amount(), request.amount());
            BigDecimal rest = line.amount().subtract(request.amount());
            if (rest.signum() > 0) {
                takeOver(enrollment, line, rest, request.rest(), "/rest", request.reason());
            }
            enrollment.approveFunding(lineId, actors.current(), clock.instant());
        });
    }

    private static FundingLine changeable(Enrollment enrollment, UUID lineId) {
        FundingLine line = enrollment.line(lineId);
        if (!enrollment.state().isLive()) {
            throw Refusal.of(
                    ENROLLMENT_STATE_UNFIT, enrollment.state().name(), EnrollmentState.names(EnrollmentState::isLive));
        }
        return line;
    }

    private static void requireAtMost(BigDecimal limit, BigDecimal amount) {
        if (amount.compareTo(limit) > 0) {
            throw Refusal.at("/amount", AMOUNT_ABOVE_LINE, amount.toPlainString(), limit.toPlainString());
        }
    }

    private void takeOver(
            Enrollment enrollment, FundingLine line, BigDecimal amount, Payer payer, String pointer, String reason) {
        if (line.isPaidBy(payer)) {
            throw Refusal.at(pointer, PAYER_UNCHANGED);
        }
        eligibility.requirePayer(
                enrollment.partnerId(),
                enrollment.agreementId(),
                enrollment.offeringId(),
                new EligibilityQuery.Payment(payer.kind(), amount),
                pointer + "/kind");
        enrollment.changePayer(
                line.id(),
                amount.setScale(2, RoundingMode.UNNECESSARY),
                payer,
                actors.current(),
                reason,
                clock.instant());
    }
}
