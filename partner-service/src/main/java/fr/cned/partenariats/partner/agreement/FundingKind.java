package fr.cned.partenariats.partner.agreement;

/** Who pays: a kind of funding that an agreement accepts. */
public enum FundingKind {
    INDIVIDUAL,
    EMPLOYER,
    OPCO,
    REGION,
    PARTNER
}
