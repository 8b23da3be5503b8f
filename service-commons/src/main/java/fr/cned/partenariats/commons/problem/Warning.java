package fr.cned.partenariats.commons.problem;

/**
 * A part of an accepted request that a later operation will refuse if it stays as it is.
 *
 * @param pointer JSON pointer into the object that the answer shows
 */
public record Warning(String code, String pointer, String detail) {}
