package fr.cned.partenariats.local.keycloak;

/** A demonstration account of the realm with one role. */
public record Person(String userName, String lastName, String role) {}
