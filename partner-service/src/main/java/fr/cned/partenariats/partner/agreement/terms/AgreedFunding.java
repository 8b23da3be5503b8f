package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.constraints.NotNull;

/** A kind of funding that the agreement accepts. Only suspension and restoration change its state. */
public record AgreedFunding(@NotNull FundingKind kind) {}
