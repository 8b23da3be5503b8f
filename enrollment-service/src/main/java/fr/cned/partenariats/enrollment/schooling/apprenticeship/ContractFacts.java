package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_PERIOD;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_A_HOST_SCHOOL;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_A_TRAINING_CENTRE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_NOT_AN_APPRENTICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TRAINING_WITHOUT_APPRENTICESHIP;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.propagation.NotYetPropagated;
import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.replica.partner.TrainingCentres;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The facts that decide whether a contract is allowed: the enrollment, and the kinds of the partners that it names. */
record ContractFacts(
        UUID studentId,
        UUID partnerId,
        String enrollmentState,
        boolean apprentice,
        String trainingCode,
        boolean trainingInApprenticeship,
        LocalDate offeringStartsOn,
        LocalDate offeringEndsOn,
        @Nullable String trainingCentreKind,
        @Nullable String hostSchoolKind) {

    /** States of an enrollment that has ended its contracts. */
    private static final Set<String> LEFT = Set.of("REJECTED", "CANCELLED", "WITHDRAWN", "ANNULLED");

    private static final Set<String> STATES = new TreeSet<>(Set.of("PENDING_FUNDING", "CONFIRMED", "ACTIVE"));

    /** Every rule that a new contract breaks; empty when it is allowed. */
    List<Violation> violations(ContractData data) {
        List<Violation> violations = new ArrayList<>();
        if (!STATES.contains(enrollmentState)) {
            violations.add(
                    new Violation("/enrollmentId", ENROLLMENT_STATE_UNFIT, enrollmentState, String.join(", ", STATES)));
        }
        if (!apprentice) {
            violations.add(new Violation("/enrollmentId", STUDENT_NOT_AN_APPRENTICE));
        }
        if (!trainingInApprenticeship) {
            violations.add(new Violation("/enrollmentId", TRAINING_WITHOUT_APPRENTICESHIP, trainingCode));
        }
        violations.addAll(periodViolations(data));
        violations.addAll(partnerViolations(data));
        return violations;
    }

    /**
     * A contract begins at most three months before the training (Code du travail, L6222-12) and not after it; a later
     * start than that of the training follows a search for an employer or the rupture of another contract. It can outlast
     * the offering, which is one year of a training of several, and the exam. Four years are the most that the law knows.
     */
    List<Violation> periodViolations(ContractData data) {
        List<Violation> violations = new ArrayList<>();
        requireWithin("/startsOn", data.startsOn(), offeringStartsOn.minusMonths(3), offeringEndsOn, violations);
        LocalDate longest = data.startsOn().plusYears(4).minusDays(1);
        requireWithin("/endsOn", data.endsOn(), offeringStartsOn, longest, violations);
        return violations;
    }

    /**
     * The same for a correction, without dates that it leaves alone: a transfer may have changed the offering. No contract
     * goes on longer when the student has left.
     */
    List<Violation> periodViolations(ContractData before, ContractData after) {
        if (after.hasSameDatesAs(before)) {
            return List.of();
        }
        List<Violation> violations = periodViolations(after);
        if (after.startsOn().equals(before.startsOn())) {
            violations.removeIf(violation -> violation.pointer().equals("/startsOn"));
        }
        if (LEFT.contains(enrollmentState) && after.endsOn().isAfter(before.endsOn())) {
            violations.add(
                    new Violation("/endsOn", ENROLLMENT_STATE_UNFIT, enrollmentState, String.join(", ", STATES)));
        }
        return violations;
    }

    private static void requireWithin(
            String pointer, LocalDate day, LocalDate first, LocalDate last, List<Violation> violations) {
        if (!new Period(first, last).contains(day)) {
            violations.add(new Violation(pointer, DATE_OUTSIDE_PERIOD, first.toString(), last.toString()));
        }
    }

    /** The rules for a correction, which is also allowed after the enrollment has ended. */
    List<Violation> partnerViolations(ContractData data) {
        List<Violation> violations = new ArrayList<>();
        NotYetPropagated.check(trainingCentreKind, data.trainingCentreId(), "/trainingCentreId");
        NotYetPropagated.check(hostSchoolKind, data.hostSchoolId(), "/hostSchoolId");
        if (!TrainingCentres.isKind(trainingCentreKind)) {
            violations.add(new Violation("/trainingCentreId", NOT_A_TRAINING_CENTRE));
        }
        if (data.hostSchoolId() != null && !"UPPER_SECONDARY_SCHOOL".equals(hostSchoolKind)) {
            violations.add(new Violation("/hostSchoolId", NOT_A_HOST_SCHOOL));
        }
        return violations;
    }
}
