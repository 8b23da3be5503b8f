package fr.cned.partenariats.partner.registry.network;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The fields of a network that an officer can change. A merge patch is applied to this document. */
public record NetworkDetails(
        @NotBlank @Size(max = 200) String name,
        @Nullable Initiative initiative,
        @Min(1900) @Max(2100) @Nullable Integer foundedIn,
        @Min(1) @Max(168) @Nullable Integer minWeeklyAttendanceHours,
        @Min(1) @Max(100_000) @Nullable Integer declaredSites) {}
