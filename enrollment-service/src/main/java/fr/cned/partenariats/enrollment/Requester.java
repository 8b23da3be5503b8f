package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.security.caller.TenantScope;

/**
 * Who asks for a change: the caller of a request, or the sender of a file.
 *
 * @param name the name for histories; only {@link ActorNames#shown} may expose it
 */
public record Requester(TenantScope scope, String name) {}
