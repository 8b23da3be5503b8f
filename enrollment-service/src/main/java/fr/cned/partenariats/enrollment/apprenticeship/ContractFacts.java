package fr.cned.partenariats.enrollment.apprenticeship;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_A_HOST_SCHOOL;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_A_TRAINING_CENTRE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_NOT_AN_APPRENTICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TRAINING_WITHOUT_APPRENTICESHIP;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the rules of contracts look at: the enrollment's part, and the kinds of the partners that a contract names. */
record ContractFacts(
        UUID studentId,
        UUID partnerId,
        String enrollmentState,
        boolean apprentice,
        String trainingCode,
        boolean trainingInApprenticeship,
        @Nullable String trainingCentreKind,
        @Nullable String hostSchoolKind) {

    private static final Set<String> FIT = new TreeSet<>(Set.of("PENDING_FUNDING", "CONFIRMED", "ACTIVE"));

    static ContractFacts of(Tuple row) {
        return new ContractFacts(
                row.get("student_id", UUID.class),
                row.get("partner_id", UUID.class),
                row.get("state", String.class),
                row.get("apprentice", Boolean.class),
                row.get("code", String.class),
                row.get("apprenticeship", Boolean.class),
                row.get("centre_kind", String.class),
                row.get("school_kind", String.class));
    }

    /** For a new contract, with every rule in the way at once. */
    void refuseUnlessPossible(ContractData data) {
        List<Violation> blocking = new ArrayList<>();
        if (!FIT.contains(enrollmentState)) {
            blocking.add(
                    new Violation("/enrollmentId", ENROLLMENT_STATE_UNFIT, enrollmentState, String.join(", ", FIT)));
        }
        if (!apprentice) {
            blocking.add(new Violation("/enrollmentId", STUDENT_NOT_AN_APPRENTICE));
        }
        if (!trainingInApprenticeship) {
            blocking.add(new Violation("/enrollmentId", TRAINING_WITHOUT_APPRENTICESHIP, trainingCode));
        }
        refuse(blocking, data);
    }

    /** For a corrected one, which stays the apprentice's even when the enrollment is over. */
    void refuseUnlessPartnersFit(ContractData data) {
        refuse(new ArrayList<>(), data);
    }

    private void refuse(List<Violation> blocking, ContractData data) {
        if (!"APPRENTICE_TRAINING_CENTRE".equals(trainingCentreKind)) {
            blocking.add(new Violation("/trainingCentreId", NOT_A_TRAINING_CENTRE));
        }
        if (data.hostSchoolId() != null && !"UPPER_SECONDARY_SCHOOL".equals(hostSchoolKind)) {
            blocking.add(new Violation("/hostSchoolId", NOT_A_HOST_SCHOOL));
        }
        if (!blocking.isEmpty()) {
            throw Refusal.ofAll(blocking);
        }
    }
}
