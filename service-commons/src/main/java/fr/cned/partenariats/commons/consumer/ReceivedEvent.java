package fr.cned.partenariats.commons.consumer;

import java.util.UUID;

/** One event whose body was read. */
public record ReceivedEvent<T>(UUID eventId, String key, T body) {}
