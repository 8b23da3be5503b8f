package fr.cned.partenariats.enrollment.enrollment;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A change of an enrollment that a row of a file names. */
public sealed interface EnrollmentChange {

    /** @param correction the reason of a correction, for an enrollment with another result */
    record Completion(ExamResult result, @Nullable String correction) implements EnrollmentChange {}

    /** @param on by default today */
    record Withdrawal(String reason, @Nullable LocalDate on) implements EnrollmentChange {}

    record Move(SiteChangeRequest request) implements EnrollmentChange {}
}
