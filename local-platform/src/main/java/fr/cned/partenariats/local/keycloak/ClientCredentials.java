package fr.cned.partenariats.local.keycloak;

/** How an application asks Keycloak for a token in its own name. */
public record ClientCredentials(String id, String secret) {}
