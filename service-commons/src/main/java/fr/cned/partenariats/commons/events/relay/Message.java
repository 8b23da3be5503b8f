package fr.cned.partenariats.commons.events.relay;

import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The state of one object as a message for Kafka. */
record Message(EventSource source, UUID id, ProducerRecord<String, byte[]> content) {}
