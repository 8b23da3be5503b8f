package fr.cned.partenariats.enrollment.schooling.absence;

import fr.cned.partenariats.enrollment.schooling.week.Week;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A justified absence. It lowers the hours that are expected in the week.
 *
 * @param week in ISO 8601, such as 2026-W48; future weeks are accepted
 */
public record AbsenceRequest(
        @NotNull UUID enrollmentId,
        @NotNull @Week String week,
        @NotNull AbsenceReason reason,

        @Nullable @DecimalMin("0.01") @DecimalMax("168") @Digits(integer = 3, fraction = 2)
        BigDecimal hours) {}
