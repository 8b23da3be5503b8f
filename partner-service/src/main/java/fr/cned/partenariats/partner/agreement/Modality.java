package fr.cned.partenariats.partner.agreement;

/** How a training is taught. */
public enum Modality {
    DISTANCE,
    HYBRID,
    ON_SITE
}
