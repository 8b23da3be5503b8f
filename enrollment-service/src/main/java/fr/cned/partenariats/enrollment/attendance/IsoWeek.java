package fr.cned.partenariats.enrollment.attendance;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.problem.Refusal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A week from Monday to Sunday, written as ISO 8601 does: {@code 2026-W48}. */
record IsoWeek(LocalDate monday) {

    private static final Pattern SHAPE = Pattern.compile("\\d{4}-W\\d{2}");

    IsoWeek {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException("a week begins on a Monday");
        }
    }

    /** Empty for what is no week, such as the 53rd of a year that has 52. */
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

    /** Of a text that was validated before. */
    static IsoWeek of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** The Monday that a list's query parameter {@code week} means. */
    static @Nullable LocalDate filter(@Nullable String parameter) {
        return parameter == null
                ? null
                : parse(parameter)
                        .orElseThrow(() -> Refusal.of(INVALID_PARAMETER, "week", "YYYY-Www"))
                        .monday();
    }

    LocalDate sunday() {
        return monday.plusDays(6);
    }

    boolean hasBegunBy(LocalDate day) {
        return !monday.isAfter(day);
    }

    /** Whether one of its days lies in the period. */
    boolean touches(LocalDate first, LocalDate last) {
        return !sunday().isBefore(first) && !monday.isAfter(last);
    }

    @Override
    public String toString() {
        return monday.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, "yyyy-Www".length());
    }
}
