package fr.cned.partenariats.catalog.training;

/**
 * Admission route (voie) of a concours: external, internal for serving civil servants, or third route for people with
 * other professional experience.
 */
public enum ContestRoute {
    EXTERNAL,
    INTERNAL,
    THIRD_ROUTE
}
