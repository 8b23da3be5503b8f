package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/** One partner bound by an agreement. */
public record Party(@NotNull UUID partnerId, @NotNull PartyRole role) {}
