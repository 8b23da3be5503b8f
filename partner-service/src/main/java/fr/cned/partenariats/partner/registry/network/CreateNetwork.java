package fr.cned.partenariats.partner.registry.network;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record CreateNetwork(
        @Schema(
                description = "Identifies the network in the restrictions of offerings. It never changes.",
                examples = "CAMPUS_CONNECTES")
        @NotNull
        @Pattern(regexp = "[A-Z][A-Z0-9_]{1,39}", message = "{partner.networkCode}")
        String code,

        @NotBlank @Size(max = 200) String name,
        @Nullable Initiative initiative,
        @Min(1900) @Max(2100) @Nullable Integer foundedIn,

        @Schema(description = "Minimum weekly hours that a student must attend.") @Min(1) @Max(168) @Nullable
        Integer minWeeklyAttendanceHours,

        @Schema(description = "The number of sites that the network declares.") @Min(1) @Max(100_000) @Nullable
        Integer declaredSites) {

    NetworkDetails details() {
        return new NetworkDetails(name, initiative, foundedIn, minWeeklyAttendanceHours, declaredSites);
    }
}
