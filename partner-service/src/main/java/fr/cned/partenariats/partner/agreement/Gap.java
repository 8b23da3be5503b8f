package fr.cned.partenariats.partner.agreement;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The days between the end of an agreement and the start of its renewal, on which neither was in force. */
@Schema(description = "The days between the end of the renewed agreement and the start of its renewal.")
public record Gap(
        LocalDate from, LocalDate to, @Schema(minimum = "1") long days) {

    /** @return null when there is no gap or a date is unknown */
    public static @Nullable Gap between(@Nullable LocalDate lastDay, @Nullable LocalDate renewalStart) {
        if (lastDay == null || renewalStart == null || !renewalStart.isAfter(lastDay.plusDays(1))) {
            return null;
        }
        return new Gap(
                lastDay.plusDays(1), renewalStart.minusDays(1), ChronoUnit.DAYS.between(lastDay, renewalStart) - 1);
    }
}
