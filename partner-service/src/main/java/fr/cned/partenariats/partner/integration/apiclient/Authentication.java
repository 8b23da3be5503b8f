package fr.cned.partenariats.partner.integration.apiclient;

/** How a client proves at the token endpoint that it is itself. */
public enum Authentication {
    /** A secret, which Keycloak stores. */
    SECRET,
    /** Assertions that the partner signs (RFC 7523); Keycloak stores the public keys. */
    PRIVATE_KEY_JWT
}
