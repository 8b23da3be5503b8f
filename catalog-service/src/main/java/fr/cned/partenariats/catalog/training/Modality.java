package fr.cned.partenariats.catalog.training;

public enum Modality {
    DISTANCE,
    HYBRID,
    ON_SITE
}
