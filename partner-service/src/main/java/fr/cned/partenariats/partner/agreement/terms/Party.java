package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/** A partner that is bound by an agreement, and its role in it. */
public record Party(@NotNull UUID partnerId, @NotNull PartyRole role) {}
