package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A date known to the day, or only to the month, quarter or year: the sources say "en 2022" as often as a day. */
public record PartialDate(
        @Schema(description = "Any day of the period; kept as its first.", examples = "2022-12-01") @NotNull
        LocalDate value,

        @NotNull Precision precision) {

    /** How exactly a date is known. */
    public enum Precision {
        DAY,
        MONTH,
        QUARTER,
        YEAR
    }

    /** The same period, told by its first day. */
    PartialDate normalised() {
        return new PartialDate(first(), precision);
    }

    /** The first day that may be meant. */
    LocalDate first() {
        return switch (precision) {
            case DAY -> value;
            case MONTH -> value.withDayOfMonth(1);
            case QUARTER ->
                value.withDayOfMonth(1)
                        .withMonth(value.getMonth().firstMonthOfQuarter().getValue());
            case YEAR -> value.withDayOfYear(1);
        };
    }

    /** The last day that may be meant. */
    LocalDate last() {
        return switch (precision) {
            case DAY -> value;
            case MONTH -> first().plusMonths(1).minusDays(1);
            case QUARTER -> first().plusMonths(3).minusDays(1);
            case YEAR -> first().plusYears(1).minusDays(1);
        };
    }
}
