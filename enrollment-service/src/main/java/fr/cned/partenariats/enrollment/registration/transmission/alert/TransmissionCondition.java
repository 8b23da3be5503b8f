package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.enrollment.EnrollmentProblem;

public enum TransmissionCondition {
    /** It has sent nothing for longer than ever before. In working days. */
    SILENT(EnrollmentProblem.PARTNER_SILENT),
    /** It sends at most half of what it sent. In attempts of a week. */
    FEWER(EnrollmentProblem.FEWER_ATTEMPTS),
    /** At least twice as large a part of its attempts is refused. In per cent. */
    MORE_REFUSED(EnrollmentProblem.MORE_REFUSALS);

    private final EnrollmentProblem reason;

    TransmissionCondition(EnrollmentProblem reason) {
        this.reason = reason;
    }

    /** The code whose text describes the condition. */
    EnrollmentProblem reason() {
        return reason;
    }
}
