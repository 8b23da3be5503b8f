package fr.cned.partenariats.local.keycloak;

/** The id and secret with which a program gets its tokens from Keycloak. */
public record ClientCredentials(String id, String secret) {}
