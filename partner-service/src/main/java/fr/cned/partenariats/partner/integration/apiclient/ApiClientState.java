package fr.cned.partenariats.partner.integration.apiclient;

public enum ApiClientState {
    ACTIVE,
    /** Its partner is suspended or closed: it gets no token. */
    SHUT,
    /** Final: the client no longer exists in Keycloak. */
    REVOKED
}
