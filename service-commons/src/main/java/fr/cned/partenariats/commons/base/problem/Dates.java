package fr.cned.partenariats.commons.base.problem;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dates in problem texts. English has them as the API does, French writes them out. The types {@code date} and
 * {@code range} of {@code <code>.terms} ask for them, see {@link ProblemCode}.
 */
public final class Dates {

    static final String DATE = "date";
    static final String RANGE = "range";

    private static final String OPEN = "..";
    private static final DateTimeFormatter FRENCH = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.FRENCH);

    private Dates() {}

    /** The argument for a placeholder of the type {@code range}: an interval of ISO 8601, open without a day. */
    public static String range(@Nullable LocalDate first, @Nullable LocalDate last) {
        return (first == null ? OPEN : first) + "/" + (last == null ? OPEN : last);
    }

    static String written(String date, Locale language) {
        if (!Terms.isFrench(language)) {
            return date;
        }
        String text = LocalDate.parse(date).format(FRENCH);
        return text.startsWith("1 ") ? "1er" + text.substring(1) : text;
    }

    static String writtenRange(String range, Locale language) {
        boolean french = Terms.isFrench(language);
        String[] ends = range.split("/", 2);
        String first = ends[0].equals(OPEN) ? null : written(ends[0], language);
        String last = ends[1].equals(OPEN) ? null : written(ends[1], language);
        if (first == null && last == null) {
            return french ? "sans limite de date" : "at any time";
        }
        if (last == null) {
            return french ? "à partir du " + first : "from " + first + " on";
        }
        if (first == null) {
            return french ? "jusqu’au " + last : "until " + last;
        }
        return french ? "du " + first + " au " + last : "from " + first + " to " + last;
    }
}
