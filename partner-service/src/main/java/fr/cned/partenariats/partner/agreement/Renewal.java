package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The dates of the agreement that renews another. */
public record Renewal(@NotNull LocalDate startsOn, @Nullable LocalDate endsOn) {}
