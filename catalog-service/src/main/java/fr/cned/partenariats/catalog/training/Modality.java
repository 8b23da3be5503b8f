package fr.cned.partenariats.catalog.training;

/** How a training reaches its students. */
public enum Modality {
    DISTANCE,
    HYBRID,
    ON_SITE
}
