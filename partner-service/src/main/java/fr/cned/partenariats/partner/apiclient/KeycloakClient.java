package fr.cned.partenariats.partner.apiclient;

import java.util.List;

/** A client as Keycloak has it. */
record KeycloakClient(boolean enabled, List<String> keyIds) {}
