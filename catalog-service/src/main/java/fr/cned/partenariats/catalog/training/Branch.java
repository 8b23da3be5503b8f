package fr.cned.partenariats.catalog.training;

/** Branch of the civil service that a concours leads to. */
public enum Branch {
    STATE,
    TERRITORIAL,
    HOSPITAL
}
