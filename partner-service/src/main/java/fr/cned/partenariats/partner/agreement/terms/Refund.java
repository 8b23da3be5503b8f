package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * What the Cned pays back when a student withdraws. With one of both it pays back everything when it cancels the
 * offering. Without both, nothing: an agreement so departs from its framework.
 *
 * @param fullWithinDays everything, up to this number of days after the offering starts
 * @param proRata otherwise a part, by the days that are left until the offering ends
 */
public record Refund(
        @Min(0) @Max(366) @Nullable Integer fullWithinDays,
        @Nullable Boolean proRata) {}
