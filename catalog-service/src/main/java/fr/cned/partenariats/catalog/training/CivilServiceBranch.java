package fr.cned.partenariats.catalog.training;

/** Branch of the civil service (fonction publique) that recruits by a concours. */
public enum CivilServiceBranch {
    STATE,
    TERRITORIAL,
    HOSPITAL
}
