package fr.cned.partenariats.partner.demand.opportunity;

/** The kind of work that a company offers. */
public enum OpportunityKind {
    JOB,
    INTERNSHIP,
    APPRENTICESHIP
}
