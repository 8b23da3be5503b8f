package fr.cned.partenariats.local.demo;

/** How much of the demonstration data is brought in. */
public enum DemoSize {
    /** Nothing: an empty registry and catalogue. */
    NONE,
    /** What the report names, and no students. */
    SMALL,
    /** Also what is generated around it: sites, the breadth of the catalogue, and students. */
    FULL
}
