package fr.cned.partenariats.enrollment.oeapi;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.enrollment.ExamResult;
import fr.cned.partenariats.enrollment.enrollment.HistoryEntry;
import fr.cned.partenariats.enrollment.enrollment.ResultState;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of an association. Its load is the credits that the student obtained, otherwise the completed hours. */
public record AssociationResult(
        @NotNull @Pattern(regexp = "completed") String state,
        @NotNull Instant resultDateTime,
        @Nullable @Pattern(regexp = "unknown|passed|failed") String pass,

        @Nullable @Pattern(regexp = "\\d{1,2}(\\.\\d{1,2})?")
        String score,

        @NotNull @Valid StudyLoad studyLoad) {

    private static final String ECTS = "ects";
    private static final ExamResult NONE =
            new ExamResult(ResultState.UNKNOWN, null, null, null, null, null, null, null);

    public record StudyLoad(
            @NotNull @Pattern(regexp = "ects|hour") String studyLoadUnit,
            @NotNull Integer value) {}

    /** Where a field of our own result is in an association. */
    static String pointer(String ofExam) {
        String field = ofExam.replaceFirst(".*/", "");
        return switch (field) {
            case "decidedOn" -> "/result/resultDateTime";
            case "ects", "hours" -> "/result/studyLoad/value";
            default -> "/result/" + field;
        };
    }

    /** Null without a result, and for one without a load, which the standard requires. */
    static @Nullable AssociationResult of(EnrollmentView enrollment, ZoneId zone) {
        @Nullable ExamResult result = enrollment.result();
        if (result == null || (result.ects() == null && result.hours() == null)) {
            return null;
        }
        return new AssociationResult(
                "completed",
                momentOf(result, enrollment, zone),
                EnrollmentMapper.nameOf(result.state()),
                result.score() == null ? null : result.score().toPlainString(),
                result.ects() == null
                        ? new StudyLoad("hour", Objects.requireNonNull(result.hours()))
                        : new StudyLoad(ECTS, result.ects()));
    }

    /** The day of the decision, otherwise when the result was recorded. */
    private static Instant momentOf(ExamResult result, EnrollmentView enrollment, ZoneId zone) {
        @Nullable LocalDate day = result.decidedOn();
        return day != null
                ? day.atStartOfDay(zone).toInstant()
                : enrollment.history().stream()
                        .filter(entry -> entry.result() != null)
                        .map(HistoryEntry::at)
                        .reduce((earlier, last) -> last)
                        .orElse(enrollment.changedAt());
    }

    /** As a result of our own. What the standard does not have, and the other load, stay. */
    ExamResult exam(EnrollmentView enrollment, ZoneId zone) {
        ExamResult known = Objects.requireNonNullElse(enrollment.result(), NONE);
        ResultState passed = pass == null ? ResultState.UNKNOWN : ResultState.valueOf(pass.toUpperCase(Locale.ROOT));
        boolean inEcts = studyLoad.studyLoadUnit().equals(ECTS);
        @Nullable
        LocalDate day = resultDateTime.equals(momentOf(known, enrollment, zone))
                ? known.decidedOn()
                : LocalDate.ofInstant(resultDateTime, zone);
        return new ExamResult(
                passed,
                passed == ResultState.PASSED ? known.mention() : null,
                score == null ? null : new BigDecimal(score),
                known.examSession(),
                known.academy(),
                passed == ResultState.UNKNOWN ? null : day,
                inEcts ? studyLoad.value() : known.ects(),
                inEcts ? known.hours() : studyLoad.value());
    }
}
