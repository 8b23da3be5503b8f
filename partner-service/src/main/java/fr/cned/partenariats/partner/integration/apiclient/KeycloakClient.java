package fr.cned.partenariats.partner.integration.apiclient;

import java.util.List;

/** A client as Keycloak has it. */
record KeycloakClient(boolean enabled, List<String> keyIds) {}
