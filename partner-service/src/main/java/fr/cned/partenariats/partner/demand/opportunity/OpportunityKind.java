package fr.cned.partenariats.partner.demand.opportunity;

public enum OpportunityKind {
    JOB,
    INTERNSHIP,
    APPRENTICESHIP
}
