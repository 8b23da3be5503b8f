package fr.cned.partenariats.commons.events.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.http.propagation.Propagation.Failure;
import fr.cned.partenariats.commons.http.propagation.PropagationFailures;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letter topics of the topics that this service writes, so that the owner of an object sees that a copy
 * of it is out of date. A letter without id or revision is left out: it names no object.
 */
@ApplicationScoped
class DeadLetterReader {

    private static final int LONGEST_REASON = 500;
    private static final String SUFFIX = ".dlq";

    private final EventReceiver receiver;
    private final PropagationFailures failures;
    private final ObjectMapper json;

    DeadLetterReader(EventReceiver receiver, PropagationFailures failures, ObjectMapper json) {
        this.receiver = receiver;
        this.failures = failures;
        this.json = json;
    }

    @Incoming("dead-letters")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        receiver.untilDone(batch, () -> batch.forEach(this::report));
    }

    private void report(ConsumerRecord<String, byte[]> letter) {
        @Nullable UUID id = letter.key() == null ? null : PropagationFailures.id(letter.key());
        @Nullable Long revision = revision(letter.value());
        String topic = header(letter, "dead-letter-topic").orElse("");
        if (id == null || revision == null || !letter.topic().startsWith(topic + '.')) {
            return;
        }
        String consumer =
                letter.topic().substring(topic.length() + 1, letter.topic().length() - SUFFIX.length());
        String reason = header(letter, "dead-letter-reason").orElse("unknown");
        failures.report(
                id,
                topic,
                new Failure(
                        consumer,
                        revision,
                        reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
                        Instant.ofEpochMilli(letter.timestamp())));
    }

    private @Nullable Long revision(byte @Nullable [] body) {
        try {
            JsonNode revision = body == null ? null : json.readTree(body).get("revision");
            return revision != null && revision.canConvertToLong() ? revision.longValue() : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }
}
