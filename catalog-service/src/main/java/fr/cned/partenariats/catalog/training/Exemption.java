package fr.cned.partenariats.catalog.training;

/** Who needs no diploma to enter, whatever level is required. */
public enum Exemption {
    HIGH_LEVEL_ATHLETE,
    PARENT_OF_THREE
}
