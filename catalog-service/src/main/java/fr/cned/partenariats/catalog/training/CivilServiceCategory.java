package fr.cned.partenariats.catalog.training;

/** Category of the civil-service posts that a concours leads to. */
public enum CivilServiceCategory {
    A,
    B,
    C
}
