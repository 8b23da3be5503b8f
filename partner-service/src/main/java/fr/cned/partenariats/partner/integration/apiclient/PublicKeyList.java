package fr.cned.partenariats.partner.integration.apiclient;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The public keys of a client. Two of them are valid at once while the partner changes its key. */
public record PublicKeyList(
        @Schema(description = "All keys that are valid from now on.") @NotNull @Size(min = 1, max = 2)
        List<@Valid @NotNull PublicKey> keys) {}
