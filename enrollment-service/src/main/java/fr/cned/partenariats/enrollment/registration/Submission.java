package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One request of one caller under one agreement: a single registration, or the rows of an import. */
interface Submission {

    Registrant registrant();

    UUID agreementId();

    /** Judged in this order. */
    List<EnrollmentRequest> rows();

    /** Refuses before any row is judged. */
    void check(EligibilityService eligibility);

    /** The audit entry besides those of students and enrollments. */
    Optional<AuditedChange> audited();

    /** Whether the refusal of one row refuses the whole submission. */
    boolean isRefusedBy(Refusal refusalOfRow);

    /** The answer to the outcomes of the rows, which {@link #isRefusedBy} has let pass. */
    StoredAnswer answer(List<Outcome> outcomes, AnswerWriter writer);
}
