package fr.cned.partenariats.enrollment.enrollment.paper;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENDS_BEFORE_IT_STARTS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.PAPERS_OF_WHOM;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.PERIOD_OF_ATTENDANCE_ONLY;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.PERIOD_TOO_LONG;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WEEK_NOT_BEGUN;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.schooling.week.Week;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Papers of one enrollment, or of those of a site or an agreement in an academic year.
 *
 * @param fromWeek the first week of an attestation of attendance
 * @param toWeek its last week, which has begun
 */
public record PapersRequest(
        @NotNull PaperKind kind,
        @Nullable UUID enrollmentId,
        @Nullable UUID siteId,
        @Nullable UUID agreementId,
        @Nullable @AcademicYear String academicYear,
        @Nullable @Week String fromWeek,
        @Nullable @Week String toWeek) {

    private static final int MOST_WEEKS = 53;

    /** Refuses what does not fit together. */
    public PaperOrder order(LocalDate today) {
        long named = Stream.of(enrollmentId, siteId, agreementId)
                .filter(Objects::nonNull)
                .count();
        require(named == 1, new Violation("", PAPERS_OF_WHOM));
        require(enrollmentId != null || academicYear != null, new Violation("/academicYear", REQUIRED));
        if (kind == PaperKind.CERTIFICATE) {
            require(fromWeek == null, new Violation("/fromWeek", PERIOD_OF_ATTENDANCE_ONLY));
            require(toWeek == null, new Violation("/toWeek", PERIOD_OF_ATTENDANCE_ONLY));
            return new PaperOrder(kind, null);
        }
        if (fromWeek == null || toWeek == null) {
            throw Refusal.invalid(new Violation(fromWeek == null ? "/fromWeek" : "/toWeek", REQUIRED));
        }
        PaperOrder.Weeks period = PaperOrder.Weeks.of(fromWeek, toWeek);
        long more =
                ChronoUnit.WEEKS.between(period.first().monday(), period.last().monday());
        require(more >= 0, new Violation("/toWeek", ENDS_BEFORE_IT_STARTS));
        require(more < MOST_WEEKS, new Violation("/toWeek", PERIOD_TOO_LONG, Integer.toString(MOST_WEEKS)));
        require(period.last().hasBegunBy(today), new Violation("/toWeek", WEEK_NOT_BEGUN, toWeek));
        return new PaperOrder(kind, period);
    }

    private static void require(boolean holds, Violation otherwise) {
        if (!holds) {
            throw Refusal.invalid(otherwise);
        }
    }
}
