package fr.cned.partenariats.enrollment.attendance;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A justified absence, which lowers the hours that are expected of the week.
 *
 * @param week as ISO 8601 writes it; it need not have begun
 * @param hours absent, the whole week
 */
public record AbsenceRequest(
        @NotNull UUID enrollmentId,
        @NotNull @Week String week,
        @NotNull AbsenceReason reason,

        @Nullable @DecimalMin("0.01") @DecimalMax("168") @Digits(integer = 3, fraction = 2)
        BigDecimal hours) {}
