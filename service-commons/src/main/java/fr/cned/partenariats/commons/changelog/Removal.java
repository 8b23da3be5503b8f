package fr.cned.partenariats.commons.changelog;

import java.util.UUID;

/** A tombstone: the reader must remove its copy of this object. */
public record Removal(UUID id, RemovalReason reason) {}
