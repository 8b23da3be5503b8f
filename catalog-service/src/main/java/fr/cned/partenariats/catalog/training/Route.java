package fr.cned.partenariats.catalog.training;

/** Way into a concours: for all, for those already in service, for those with another professional life (3e voie). */
public enum Route {
    EXTERNAL,
    INTERNAL,
    THIRD_ROUTE
}
