package fr.cned.partenariats.catalog.reemission;

/** How many events wait to be sent again. */
public record Reemitted(long trainings, long offerings) {}
