package fr.cned.partenariats.enrollment.eligibility;

/** Who may pay for an enrollment. */
public enum FundingKind {
    INDIVIDUAL,
    EMPLOYER,
    /** Opérateur de compétences: the branch's training fund. */
    OPCO,
    REGION,
    PARTNER;

    /** The student and the registering partner commit themselves by the request; others have to agree first. */
    public boolean needsApproval() {
        return this == EMPLOYER || this == OPCO || this == REGION;
    }
}
