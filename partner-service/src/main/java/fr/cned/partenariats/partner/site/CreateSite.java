package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.partner.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new site. */
public record CreateSite(
        @Schema(description = "Who runs the site; never changes.") @NotNull
        UUID partnerId,

        @NotBlank @Size(max = 200) String name,
        @Valid @Nullable Address address,

        @Schema(description = "How many students it can host.") @Min(0) @Max(100_000) @Nullable
        Integer hostingCapacity,

        @Schema(examples = "[\"ordinateurs\",\"connexion haut débit\"]") @Size(max = 50) @Nullable
        List<@NotBlank @NotNull @Size(max = 100) String> equipment,

        @Valid @Nullable Tutor tutor,

        @Schema(description = "The networks that it belongs to, and when.") @Size(max = 50) @Nullable
        List<@Valid @NotNull LabelDetails> labels) {

    SiteDetails details() {
        return new SiteDetails(
                name,
                address,
                hostingCapacity,
                equipment == null ? List.of() : equipment,
                tutor,
                labels == null ? List.of() : labels);
    }
}
