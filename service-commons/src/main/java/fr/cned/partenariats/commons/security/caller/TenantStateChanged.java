package fr.cned.partenariats.commons.security.caller;

import java.util.UUID;

/** CDI event: the current transaction changes the state or the revoked clients of this tenant. Takes effect with the commit. */
public record TenantStateChanged(UUID tenant) {}
