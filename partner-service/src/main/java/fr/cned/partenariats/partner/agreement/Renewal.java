package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The dates and the framework of a renewal. */
public record Renewal(
        @NotNull LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Nullable UUID parentId) {}
