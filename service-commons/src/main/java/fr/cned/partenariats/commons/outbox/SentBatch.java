package fr.cned.partenariats.commons.outbox;

import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Rows that are handed to Kafka's producer.
 *
 * @param sends the confirmation of each row
 * @param timedOut whether the partitions of a topic are unknown
 */
record SentBatch(List<OutboxRow> rows, List<Future<RecordMetadata>> sends, boolean timedOut) {}
