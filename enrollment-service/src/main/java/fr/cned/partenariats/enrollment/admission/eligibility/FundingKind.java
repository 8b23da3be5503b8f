package fr.cned.partenariats.enrollment.admission.eligibility;

public enum FundingKind {
    INDIVIDUAL,
    EMPLOYER,
    /** Opérateur de compétences: the training fund of an industry branch. */
    OPCO,
    REGION,
    PARTNER;

    /** The request commits the student and the partner. Every other funder has to approve first. */
    public boolean needsApproval() {
        return this == EMPLOYER || this == OPCO || this == REGION;
    }
}
