package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.partner.codes.RomeCode;
import fr.cned.partenariats.partner.partner.Address;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new opportunity. */
public record CreateOpportunity(
        @Schema(description = "The company; a partner may leave its own id out.") @Nullable
        UUID partnerId,

        @NotNull OpportunityKind kind,
        @NotBlank @Size(max = 200) String title,
        @NotBlank @Size(max = 5000) String description,
        @Valid @Nullable Address place,

        @Schema(description = "The trade, by the ROME.", examples = "G1602") @NotNull @RomeCode
        String romeCode,

        @Schema(description = "The last day on which it is shown.") @NotNull
        LocalDate publishedUntil) {

    OpportunityDetails details() {
        return new OpportunityDetails(kind, title, description, place, romeCode, publishedUntil);
    }
}
