package fr.cned.partenariats.enrollment.oeapi;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.enrollment.ExamResult;
import fr.cned.partenariats.enrollment.enrollment.HistoryEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The result of an association. Its load is the credits that the student obtained, otherwise the completed hours. */
public record AssociationResult(
        String state,
        Instant resultDateTime,
        @Nullable String pass,
        @Nullable String score,
        StudyLoad studyLoad) {

    public record StudyLoad(String studyLoadUnit, int value) {}

    /** Null without a result, and for one without a load, which the standard requires. */
    static @Nullable AssociationResult of(EnrollmentView enrollment, ZoneId zone) {
        @Nullable ExamResult result = enrollment.result();
        if (result == null || (result.ects() == null && result.hours() == null)) {
            return null;
        }
        @Nullable LocalDate day = result.decidedOn();
        return new AssociationResult(
                "completed",
                day == null ? recordedAt(enrollment) : day.atStartOfDay(zone).toInstant(),
                EnrollmentMapper.nameOf(result.state()),
                result.score() == null ? null : result.score().toPlainString(),
                result.ects() == null
                        ? new StudyLoad("hour", result.hours())
                        : new StudyLoad("ects", result.ects()));
    }

    private static Instant recordedAt(EnrollmentView enrollment) {
        return enrollment.history().stream()
                .filter(entry -> entry.result() != null)
                .map(HistoryEntry::at)
                .reduce((earlier, last) -> last)
                .orElse(enrollment.changedAt());
    }
}
