package fr.cned.partenariats.commons.outbox;

import java.util.Map;

/** One Kafka message to be. */
public record OutgoingMessage(String topic, String key, Map<String, String> headers, byte[] payload) {}
