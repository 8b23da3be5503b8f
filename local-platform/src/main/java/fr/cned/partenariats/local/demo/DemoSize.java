package fr.cned.partenariats.local.demo;

/** The amount of demonstration data. */
public enum DemoSize {
    /** An empty registry and catalogue. */
    NONE,
    /** The data that the report names, without students. All funding is available, so that students can be added. */
    SMALL,
    /** SMALL and generated sites, trainings, offerings and students. */
    FULL
}
