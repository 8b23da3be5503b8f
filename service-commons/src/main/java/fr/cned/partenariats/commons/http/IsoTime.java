package fr.cned.partenariats.commons.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Parses dates and instants of requests. Accepts years 0001 to 9999 only; Java also parses years that PostgreSQL
 * cannot store.
 */
final class IsoTime {

    private static final int LAST_YEAR = 9999;

    private IsoTime() {}

    static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        requireFourDigits(day.getYear(), text);
        return day;
    }

    static Instant moment(String text) {
        OffsetDateTime moment = OffsetDateTime.parse(text);
        requireFourDigits(moment.withOffsetSameInstant(ZoneOffset.UTC).getYear(), text);
        return moment.toInstant();
    }

    private static void requireFourDigits(int year, String text) {
        if (year < 1 || year > LAST_YEAR) {
            throw new DateTimeParseException("the year is not in 0001 to 9999", text, 0);
        }
    }
}
