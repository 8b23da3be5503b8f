package fr.cned.partenariats.enrollment.schooling.week;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_SUCH_WEEK;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.Period;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A week from Monday to Sunday in the notation of ISO 8601, such as {@code 2026-W48}. */
public record IsoWeek(LocalDate monday) {

    /** Without the weeks of other centuries, which are typing errors. */
    static final String FORM = "20\\d{2}-W\\d{2}";

    private static final Pattern SHAPE = Pattern.compile(FORM);

    public IsoWeek {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException("a week starts on a Monday");
        }
    }

    /** Empty when the text names no week, such as week 53 of a year with 52. */
    static Optional<IsoWeek> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IsoWeek(LocalDate.parse(text + "-1", DateTimeFormatter.ISO_WEEK_DATE)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** @param text passed the check of {@link Week} before */
    public static IsoWeek of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** The Monday for the query parameter {@code week} of a list; refuses an invalid week. */
    public static @Nullable LocalDate mondayOf(@Nullable String parameter) {
        return parameter == null
                ? null
                : parse(parameter).orElseThrow(() -> refusal(parameter)).monday();
    }

    private static Refusal refusal(String parameter) {
        return Refusal.ofAll(List.of(
                SHAPE.matcher(parameter).matches()
                        ? new Violation("/week", NO_SUCH_WEEK, parameter)
                        : new Violation("/week", INVALID_PARAMETER, "week", "20YY-Www")));
    }

    public LocalDate sunday() {
        return monday.plusDays(6);
    }

    public Period period() {
        return new Period(monday, sunday());
    }

    public boolean hasBegunBy(LocalDate day) {
        return !monday.isAfter(day);
    }

    @Override
    public String toString() {
        return monday.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, "yyyy-Www".length());
    }
}
