package fr.cned.partenariats.partner.terms;

/** The payer of an enrollment. */
public enum FundingKind {
    INDIVIDUAL,
    EMPLOYER,
    OPCO,
    REGION,
    PARTNER
}
