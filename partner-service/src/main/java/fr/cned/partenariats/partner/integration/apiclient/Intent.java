package fr.cned.partenariats.partner.integration.apiclient;

/** The change at Keycloak that has been recorded and is not confirmed. */
enum Intent {
    CREATE,
    ROTATE,
    REPLACE_KEYS,
    CHANGE_SITES,
    REVOKE
}
