package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.problem.ProblemCode;

/** What this service refuses, beyond what any service does. */
public enum EnrollmentProblem implements ProblemCode {
    STUDENT_OR_STUDENT_ID(400),
    PARTY_TO_NAME(400),
    STUDENT_ALREADY_REGISTERED(409),
    MERGE_REASON_REQUIRED(400),
    MERGE_WITH_ITSELF(409),
    MERGE_UNDONE(409),
    STUDENT_IS_ALIAS(409),
    STUDENT_HAS_ALIASES(409),
    LIVE_ENROLLMENTS_OVERLAP(409),
    LIVE_ENROLLMENT(409),

    TEMPLATE_AGREEMENT(409),
    AGREEMENT_NOT_IN_FORCE(409),
    PARTNER_NOT_ACTIVE(409),
    PARTNER_WITHOUT_AGREEMENT(409),
    NOT_A_PARTY(409),
    TRAINING_OUT_OF_SCOPE(409),
    MODALITY_OUT_OF_SCOPE(409),
    LEVEL_OUT_OF_SCOPE(409),
    TRAINING_NOT_PUBLISHED(409),
    OFFERING_NOT_OPEN(409),
    ENROLLMENT_WINDOW_CLOSED(409),
    NETWORK_RESTRICTED(409),
    SITE_NOT_OF_PARTNER(409),
    PREREQUISITE_NOT_MET(409),
    FUNDING_NOT_ACCEPTED(409),
    FUNDING_SUSPENDED(409),
    FUNDING_SUM_MISMATCH(409),
    ALREADY_ENROLLED(409),
    NO_SEAT_QUOTA(409),
    NO_SEAT_LEFT(409),
    NO_PLACE_LEFT(409),

    FUNDING_LINE_DECIDED(409),
    TRANSFER_TO_ITSELF(409),
    DATE_OUTSIDE_OFFERING(409);

    private final int status;

    EnrollmentProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
