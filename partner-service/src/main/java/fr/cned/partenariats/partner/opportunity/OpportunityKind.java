package fr.cned.partenariats.partner.opportunity;

/** What a company offers. */
public enum OpportunityKind {
    JOB,
    INTERNSHIP,
    APPRENTICESHIP
}
