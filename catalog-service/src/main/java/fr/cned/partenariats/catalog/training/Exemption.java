package fr.cned.partenariats.catalog.training;

/** Group of people who do not need the diploma that a training requires. */
public enum Exemption {
    HIGH_LEVEL_ATHLETE,
    PARENT_OF_THREE
}
