package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_SUCH_DAY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_SUCH_MONTH;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_SUCH_TIME;

import fr.cned.partenariats.commons.base.problem.ProblemCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * Parses dates and instants of requests. Accepts years 0001 to 9999 only; Java also parses years that PostgreSQL
 * cannot store. A text in the right format that names no day, month or time is a {@link NotInCalendar}.
 */
final class IsoTime {

    private static final int LAST_YEAR = 9999;
    private static final int MONTH_AT = 5;
    private static final int DAY_AT = 8;
    private static final int DAY_LENGTH = 10;
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})");

    private IsoTime() {}

    /** The format is right, but the calendar or the clock does not have the value. */
    static final class NotInCalendar extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private final transient ProblemCode code;

        NotInCalendar(ProblemCode code, String text) {
            super(text);
            this.code = code;
        }

        ProblemCode code() {
            return code;
        }
    }

    static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            requireFourDigits(day.getYear(), text);
            return day;
        } catch (DateTimeParseException e) {
            if (DAY.matcher(text).matches() && !text.startsWith("0000")) {
                throw new NotInCalendar(hasMonth(text) ? NO_SUCH_DAY : NO_SUCH_MONTH, text);
            }
            throw e;
        }
    }

    static Instant moment(String text) {
        OffsetDateTime moment;
        try {
            moment = OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            if (MOMENT.matcher(text).matches() && !text.startsWith("0000")) {
                day(text.substring(0, DAY_LENGTH));
                throw new NotInCalendar(NO_SUCH_TIME, text);
            }
            throw e;
        }
        requireFourDigits(moment.withOffsetSameInstant(ZoneOffset.UTC).getYear(), text);
        return moment.toInstant();
    }

    private static boolean hasMonth(String text) {
        int month = Integer.parseInt(text.substring(MONTH_AT, DAY_AT - 1));
        return month >= 1 && month <= 12;
    }

    private static void requireFourDigits(int year, String text) {
        if (year < 1 || year > LAST_YEAR) {
            throw new DateTimeParseException("the year is not in 0001 to 9999", text, 0);
        }
    }
}
