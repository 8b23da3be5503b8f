package fr.cned.partenariats.enrollment.adaptation;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What shall be changed for an athlete, and when.
 *
 * @param code one that the enrollment's agreement lists
 * @param startsOn the first day; absent, the offering's
 * @param endsOn the last day; absent, the offering's
 */
public record AdaptationRequest(
        @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,59}") String code,

        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn) {}
