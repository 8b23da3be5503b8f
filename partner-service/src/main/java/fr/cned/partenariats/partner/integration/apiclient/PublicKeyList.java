package fr.cned.partenariats.partner.integration.apiclient;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** The public keys of a client. Two of them are valid at once while the partner changes its key. */
public record PublicKeyList(@NotNull @Size(min = 1, max = 2) List<@Valid @NotNull PublicKey> keys) {}
