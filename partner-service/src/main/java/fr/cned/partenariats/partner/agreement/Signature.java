package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import jakarta.validation.Valid;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record Signature(
        @Schema(description = "As precisely as it is known; absent if it is unknown.") @Valid @Nullable
        PartialDate signedOn) {}
