package fr.cned.partenariats.catalog.training;

/** How a training is taught. */
public enum Modality {
    DISTANCE,
    HYBRID,
    ON_SITE
}
