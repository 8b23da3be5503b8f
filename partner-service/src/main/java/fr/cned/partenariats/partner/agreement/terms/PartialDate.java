package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A date known to the day, month, quarter or year: the report says "en 2022" as often as it names a day. */
public record PartialDate(
        @Schema(description = "Any day of the period; stored as its first day.", examples = "2022-12-01") @NotNull
        LocalDate value,

        @NotNull Precision precision) {

    /** How exactly a date is known. */
    public enum Precision {
        DAY,
        MONTH,
        QUARTER,
        YEAR
    }

    /** The same period, with its first day as the value. */
    public PartialDate normalised() {
        return new PartialDate(first(), precision);
    }

    /** The first day of the period. */
    public LocalDate first() {
        return switch (precision) {
            case DAY -> value;
            case MONTH -> value.withDayOfMonth(1);
            case QUARTER ->
                value.withDayOfMonth(1)
                        .withMonth(value.getMonth().firstMonthOfQuarter().getValue());
            case YEAR -> value.withDayOfYear(1);
        };
    }

    /** The last day of the period. */
    public LocalDate last() {
        return switch (precision) {
            case DAY -> value;
            case MONTH -> first().plusMonths(1).minusDays(1);
            case QUARTER -> first().plusMonths(3).minusDays(1);
            case YEAR -> first().plusYears(1).minusDays(1);
        };
    }
}
