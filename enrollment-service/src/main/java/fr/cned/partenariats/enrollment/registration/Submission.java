package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.transmission.attempt.Attempt;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request of one caller under one agreement: a single registration, or the rows of an import. */
interface Submission {

    Registrant registrant();

    /** Judged in this order. */
    List<EnrollmentRequest> rows();

    /** The earlier rows whose new students a row may name by reference. */
    default EarlierRows earlierRows() {
        return new EarlierRows();
    }

    /** Refuses before any row is judged. */
    void check(EligibilityService eligibility);

    /** The audit entry besides those of students and enrollments. */
    Optional<ChangeRecord> audited();

    /** Whether the refusal of one row refuses the whole submission. */
    boolean isRefusedBy(Refusal refusalOfRow);

    /** The refusal of the whole submission as its caller gets it. */
    Refusal refused(Refusal refusalOfRow);

    /** The answer to the outcomes of the rows, which {@link #isRefusedBy} has let pass. */
    StoredAnswer answer(List<Outcome> outcomes, AnswerWriter writer);

    /** The attempts to record for a submission whose rows were judged. A job records those of its rows itself. */
    default List<Attempt> attempts(List<Outcome> outcomes, Instant now, LocalDate today) {
        return List.of();
    }

    /**
     * The attempts to record for a submission that was refused as a whole.
     *
     * @param studentId the registered student whom it names
     */
    default List<Attempt> refusedAttempts(Refusal refusal, @Nullable UUID studentId, Instant now, LocalDate today) {
        return List.of();
    }
}
