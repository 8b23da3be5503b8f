package fr.cned.partenariats.commons.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutgoingMessage;
import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.RequestViolations;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles batches of events. A batch is one transaction; its offsets are committed afterwards. A transient database
 * failure is retried without end. An event that can never be handled goes to {@code <topic>.<service>.dlq}, through the
 * outbox in the same transaction.
 */
@ApplicationScoped
public class EventReceiver {

    private static final Logger LOG = Logger.getLogger(EventReceiver.class);
    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 2_000;

    private final ObjectMapper json;
    private final Validator validator;
    private final Outbox outbox;
    private final MeterRegistry metrics;
    private final String service;
    private volatile boolean stopping;

    EventReceiver(
            ObjectMapper json,
            Validator validator,
            Outbox outbox,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        // Tolerant reader: a field that a producer adds, or does not send yet, must not stop its consumers.
        this.json = json.copy()
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        this.validator = validator;
        this.outbox = outbox;
        this.metrics = metrics;
        this.service = service;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Returns when each event is handled or is a dead letter.
     *
     * @param body the record that an event is read into; its Bean Validation constraints are checked
     * @param ceType the only CloudEvents type of the topic
     * @param handler runs in the transaction of the batch, with the events in the order of their partition. When the
     *     database or a rule refuses one of them, it runs again for each event alone.
     */
    @AllTenants
    public <T> void receive(
            ConsumerRecords<String, byte[]> batch,
            Class<T> body,
            String ceType,
            Consumer<List<ReceivedEvent<T>>> handler) {
        List<ReadEvent<T>> readable = new ArrayList<>(batch.count());
        List<OutgoingMessage> dead = new ArrayList<>();
        ObjectReader reader = json.readerFor(body);
        for (ConsumerRecord<String, byte[]> message : batch) {
            try {
                readable.add(new ReadEvent<>(message, read(message, reader, ceType)));
            } catch (UnreadableEvent unreadable) {
                dead.add(deadLetter(message, unreadable.reason()));
            }
        }
        try {
            retryWhileUnavailable(() -> {
                handler.accept(readable.stream().map(ReadEvent::event).toList());
                outbox.insert(dead);
            });
        } catch (RuntimeException e) {
            if (permanentFailure(e).isEmpty()) {
                throw e;
            }
            retryWhileUnavailable(() -> outbox.insert(dead));
            readable.forEach(one -> receive(one, handler));
        }
    }

    private <T> void receive(ReadEvent<T> one, Consumer<List<ReceivedEvent<T>>> handler) {
        try {
            retryWhileUnavailable(() -> handler.accept(List.of(one.event())));
        } catch (RuntimeException e) {
            String reason = permanentFailure(e).orElseThrow(() -> e);
            OutgoingMessage dead = deadLetter(one.message(), reason);
            retryWhileUnavailable(() -> outbox.insert(List.of(dead)));
        }
    }

    /** The reason why the event can never be handled; empty when the event is not the cause. */
    private static Optional<String> permanentFailure(RuntimeException e) {
        return e instanceof Refusal refusal
                ? Optional.of(refusal.code().code())
                : DatabaseFailures.refusedContent(e).map(state -> "refused by the database: " + state);
    }

    private void retryWhileUnavailable(Runnable work) {
        int pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                QuarkusTransaction.requiringNew().run(work);
                return;
            } catch (RuntimeException e) {
                if (!DatabaseFailures.isTransient(e) || stopping) {
                    throw e;
                }
                LOG.warnf("events are retried, because the database is unavailable: %s", e.getMessage());
                sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private <T> ReceivedEvent<T> read(ConsumerRecord<String, byte[]> message, ObjectReader reader, String ceType)
            throws UnreadableEvent {
        String type = header(message, "ce_type").orElseThrow(() -> new UnreadableEvent("no ce_type"));
        if (!type.equals(ceType)) {
            throw new UnreadableEvent("unknown ce_type");
        }
        if (message.key() == null || message.value() == null) {
            throw new UnreadableEvent("no key or no value");
        }
        @Nullable T body;
        UUID eventId;
        try {
            eventId = UUID.fromString(header(message, "ce_id").orElse(""));
            body = reader.readValue(message.value());
        } catch (JsonMappingException e) {
            throw new UnreadableEvent(
                    "unreadable " + RequestViolations.pointer(e)); // Jackson's message would quote the content
        } catch (IOException e) {
            throw new UnreadableEvent("malformed JSON");
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("no ce_id");
        }
        if (body == null) {
            throw new UnreadableEvent("null");
        }
        var violations = validator.validate(body);
        if (!violations.isEmpty()) {
            throw new UnreadableEvent("invalid " + violations.iterator().next().getPropertyPath());
        }
        return new ReceivedEvent<>(eventId, message.key(), body);
    }

    private OutgoingMessage deadLetter(ConsumerRecord<String, byte[]> message, String reason) {
        LOG.errorf("dead letter: %s-%d@%d: %s", message.topic(), message.partition(), message.offset(), reason);
        metrics.counter("events.dead.letters", "topic", message.topic()).increment();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : message.headers()) {
            headers.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
        }
        headers.put("dead-letter-reason", reason);
        headers.put("dead-letter-topic", message.topic());
        headers.put("dead-letter-partition", Integer.toString(message.partition()));
        headers.put("dead-letter-offset", Long.toString(message.offset()));
        return new OutgoingMessage(
                message.topic() + '.' + service + ".dlq",
                message.key() == null ? "" : message.key(),
                headers,
                message.value() == null ? new byte[0] : message.value());
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }

    private record ReadEvent<T>(ConsumerRecord<String, byte[]> message, ReceivedEvent<T> event) {}

    /** A retry cannot help. */
    private static class UnreadableEvent extends Exception {

        UnreadableEvent(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
