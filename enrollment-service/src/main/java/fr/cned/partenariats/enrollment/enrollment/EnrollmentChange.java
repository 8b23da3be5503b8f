package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOO_MANY_ENTRIES;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A change of an enrollment that a row of a file names. */
public sealed interface EnrollmentChange {

    /** @param correction the reason of a correction, for an enrollment with another result */
    record Completion(ExamResult result, @Nullable String correction) implements EnrollmentChange {}

    /** @param on by default today */
    record Withdrawal(String reason, @Nullable LocalDate on) implements EnrollmentChange {}

    record Move(SiteChangeRequest request) implements EnrollmentChange {}

    /** @param code replaces that of the same type */
    record OtherSystem(@Nullable OtherCode code, @Nullable RemoteState remoteState) implements EnrollmentChange {

        boolean isIn(EnrollmentDetails details) {
            return (code == null || details.otherCodes().contains(code))
                    && (remoteState == null || remoteState == details.remoteState());
        }

        EnrollmentDetails appliedTo(EnrollmentDetails before) {
            OtherCode own = code;
            List<OtherCode> codes = own == null
                    ? before.otherCodes()
                    : Stream.concat(
                                    before.otherCodes().stream()
                                            .filter(other -> !other.type().equals(own.type())),
                                    Stream.of(own))
                            .toList();
            if (codes.size() > EnrollmentDetails.MAX_CODES) {
                throw Refusal.invalid(
                        new Violation("/otherCode", TOO_MANY_ENTRIES, Integer.toString(EnrollmentDetails.MAX_CODES)));
            }
            return new EnrollmentDetails(codes, remoteState == null ? before.remoteState() : remoteState);
        }
    }
}
