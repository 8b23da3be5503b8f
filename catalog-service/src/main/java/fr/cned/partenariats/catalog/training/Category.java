package fr.cned.partenariats.catalog.training;

/** Category of the civil service that a concours leads to. */
public enum Category {
    A,
    B,
    C
}
