package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.base.codes.Rome;
import fr.cned.partenariats.partner.registry.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record CreateOpportunity(
        @Nullable UUID partnerId,
        @NotNull OpportunityKind kind,
        @NotBlank @Size(max = 200) String title,
        @NotBlank @Size(max = 5000) String description,
        @Valid @Nullable Address place,

        @Schema(description = "The trade, as a ROME code.", examples = "G1602") @NotNull @Rome
        String romeCode,

        @NotNull LocalDate publishedUntil) {

    OpportunityDetails details() {
        return new OpportunityDetails(kind, title, description, place, romeCode, publishedUntil);
    }
}
