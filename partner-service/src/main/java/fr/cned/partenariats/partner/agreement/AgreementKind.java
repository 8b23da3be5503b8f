package fr.cned.partenariats.partner.agreement;

/** What an agreement is. */
public enum AgreementKind {
    /** A model for others (convention-cadre type): no parties, no seats, no enrollments. */
    TEMPLATE,
    /** What its specific agreements inherit from and may not exceed (convention-cadre). */
    FRAMEWORK,
    SPECIFIC
}
