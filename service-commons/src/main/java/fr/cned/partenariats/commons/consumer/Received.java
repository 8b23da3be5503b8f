package fr.cned.partenariats.commons.consumer;

import java.util.UUID;

/** One event that could be read. */
public record Received<T>(UUID eventId, String key, T body) {}
