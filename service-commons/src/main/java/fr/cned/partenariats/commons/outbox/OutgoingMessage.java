package fr.cned.partenariats.commons.outbox;

import java.util.Map;

/** A Kafka message to send. */
public record OutgoingMessage(String topic, String key, Map<String, String> headers, byte[] payload) {}
