package fr.cned.partenariats.partner.agreement.terms;

/** The payer of an enrollment. */
public enum FundingKind {
    INDIVIDUAL,
    EMPLOYER,
    OPCO,
    REGION,
    PARTNER
}
