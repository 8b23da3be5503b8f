package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;

/** A kind of funding that the agreement accepts. Its state changes by suspension and restoration only. */
public record AgreedFunding(@NotNull FundingKind kind) {}
