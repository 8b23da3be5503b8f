package fr.cned.partenariats.partner.agreement.terms;

/** The kind of an agreement; it never changes. */
public enum AgreementKind {
    /** A model for other agreements (convention-cadre type): no parties, no seats, no enrollments. */
    TEMPLATE,
    /** Specific agreements inherit its terms and may not exceed them (convention-cadre). */
    FRAMEWORK,
    SPECIFIC
}
