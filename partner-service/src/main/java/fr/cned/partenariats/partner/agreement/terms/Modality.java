package fr.cned.partenariats.partner.agreement.terms;

/** How a training is taught. */
public enum Modality {
    DISTANCE,
    HYBRID,
    ON_SITE
}
