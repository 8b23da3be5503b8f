package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.partner.registry.partner.Address;
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

public record CreateSite(
        @NotNull UUID partnerId,
        @NotBlank @Size(max = 200) String name,
        @Valid @Nullable Address address,

        @Schema(description = "The number of students that the site can host.") @Min(0) @Max(100_000) @Nullable
        Integer hostingCapacity,

        @Schema(examples = "[\"ordinateurs\",\"connexion haut débit\"]") @Size(max = 50) @Nullable
        List<@NotBlank @Size(max = 100) String> equipment,

        @Valid @Nullable Tutor tutor,
        @Valid @Nullable Operator operator,

        @Schema(description = "The networks that label the site, and the periods.") @Size(max = 50) @Nullable
        List<@Valid @NotNull LabelDetails> labels) {

    SiteDetails details() {
        return new SiteDetails(
                name,
                address,
                hostingCapacity,
                equipment == null ? List.of() : equipment,
                tutor,
                operator,
                labels == null ? List.of() : labels);
    }
}
