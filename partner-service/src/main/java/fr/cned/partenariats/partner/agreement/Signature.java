package fr.cned.partenariats.partner.agreement;

import jakarta.validation.Valid;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The signature of an agreement. */
public record Signature(
        @Schema(description = "As exactly as it is known; left out when it is not.") @Valid @Nullable
        PartialDate signedOn) {}
