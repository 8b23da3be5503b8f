package fr.cned.partenariats.enrollment.adaptation;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An adaptation to approve.
 *
 * @param code from the list of the enrollment's agreement
 * @param startsOn the first day; by default that of the offering
 * @param endsOn the last day; by default that of the offering
 */
public record AdaptationRequest(
        @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,59}") String code,

        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn) {}
