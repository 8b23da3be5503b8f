package fr.cned.partenariats.commons.events.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import fr.cned.partenariats.commons.base.database.Backoff;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.base.trace.EventTrace;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles batches of events. A batch is one transaction; its offsets are committed afterwards. An event whose own
 * content is at fault goes to {@code <topic>.<service>.dlq}, after the transaction and before the offsets. Any other
 * failure is retried until it is over; the other topics wait. {@link RetryingTopics} reports it meanwhile.
 */
@ApplicationScoped
class EventReceiver {

    private static final Logger LOG = Logger.getLogger(EventReceiver.class);
    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    private final ObjectMapper json;
    private final Validator validator;
    private final DeadLetters deadLetters;
    private final EventMetrics metrics;
    private final RetryingTopics retrying;
    private final EventTrace trace;
    private final String service;
    private final CountDownLatch stopped = new CountDownLatch(1);

    EventReceiver(
            ObjectMapper json,
            Validator validator,
            DeadLetters deadLetters,
            EventMetrics metrics,
            RetryingTopics retrying,
            EventTrace trace,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        // Tolerant reader: a field that a producer adds, or does not send yet, must not stop its consumers.
        this.json = json.copy()
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        this.validator = validator;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.retrying = retrying;
        this.trace = trace;
        this.service = service;
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    /**
     * Returns when each event is handled or is a dead letter. Throws only when the service stops before that, so that
     * the offsets are not committed.
     *
     * @param batch of the subscription's topic
     */
    @AllTenants
    <T> void receive(List<ConsumerRecord<String, byte[]>> batch, Subscription<T> subscription) {
        List<ReadEvent<T>> readable = new ArrayList<>(batch.size());
        List<ProducerRecord<String, byte[]>> dead = new ArrayList<>();
        ObjectReader reader = json.readerFor(subscription.body());
        for (ConsumerRecord<String, byte[]> message : batch) {
            try {
                readable.add(new ReadEvent<>(message, read(message, reader, subscription.ceType())));
            } catch (UnreadableEvent unreadable) {
                dead.add(deadLetter(message, unreadable.reason()));
            }
        }
        Set<String> topics = Set.of(subscription.topic());
        List<Span> spans = readable.stream().map(this::span).toList();
        try {
            handle(topics, readable, subscription.handler()).forEach(dead::add);
            retryUntilDone(topics, () -> deadLetters.send(dead));
        } finally {
            retrying.over(topics);
            spans.forEach(Span::end);
        }
    }

    /** Returns the dead letters of the events whose content is at fault. */
    private <T> List<ProducerRecord<String, byte[]>> handle(
            Set<String> topics, List<ReadEvent<T>> events, Consumer<List<ReceivedEvent<T>>> handler) {
        try {
            retryUntilDone(
                    topics,
                    () -> handler.accept(events.stream().map(ReadEvent::event).toList()));
            events.forEach(one -> metrics.measure(one.message()));
            return List.of();
        } catch (FaultyContent oneOfThem) {
            return events.stream()
                    .flatMap(one -> handle(topics, one, handler).stream())
                    .toList();
        }
    }

    /** A batch has many causes, so each event has a span in the trace of its own one. */
    private Span span(ReadEvent<?> one) {
        String topic = one.message().topic();
        return trace.begin(topic + " process", SpanKind.CONSUMER, one.event().traceparent())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", topic);
    }

    /** Runs the work for a batch in a transaction, and again until it succeeds. No content can be at fault. */
    @AllTenants
    void untilDone(ConsumerRecords<String, byte[]> batch, Runnable work) {
        Set<String> topics = new TreeSet<>();
        batch.partitions().forEach(partition -> topics.add(partition.topic()));
        try {
            retryUntilDone(topics, work);
        } catch (FaultyContent e) {
            LOG.errorf("skipped a batch of %s: %s", topics, e.reason());
        } finally {
            retrying.over(topics);
        }
    }

    /** Returns the dead letter when the content of the event is at fault. */
    private <T> Optional<ProducerRecord<String, byte[]>> handle(
            Set<String> topics, ReadEvent<T> one, Consumer<List<ReceivedEvent<T>>> handler) {
        try {
            retryUntilDone(topics, () -> handler.accept(List.of(one.event())));
            metrics.measure(one.message());
            return Optional.empty();
        } catch (FaultyContent faulty) {
            return Optional.of(deadLetter(one.message(), faulty.reason()));
        }
    }

    /** The reason when the content of an event is the cause of the failure; else empty, and a retry may succeed. */
    private static Optional<String> faultOfContent(Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal.isTemporary() || refusal.code() == CommonProblem.CONCURRENT_CHANGE
                    ? Optional.empty()
                    : Optional.of(refusal.code().code());
        }
        return DatabaseFailures.refusedContent(thrown).map(state -> "refused by the database: " + state);
    }

    /** @throws FaultyContent when a retry cannot help */
    private void retryUntilDone(Set<String> topics, Runnable work) {
        Backoff backoff = new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        while (true) {
            try {
                QuarkusTransaction.requiringNew().run(work);
                return;
            } catch (RuntimeException | Error e) {
                Optional<String> fault = faultOfContent(e);
                if (fault.isPresent()) {
                    throw new FaultyContent(fault.get());
                }
                if (stopped.getCount() == 0) {
                    throw new ServiceStopping("Kafka delivers the batch again", e);
                }
                report(topics, e);
            }
            pause(backoff);
        }
    }

    private void report(Set<String> topics, Throwable failure) {
        if (retrying.began(topics, failure) && !DatabaseFailures.isTransient(failure)) {
            LOG.errorf(failure, "events of %s are retried until this failure is over", topics);
        } else {
            LOG.warnf("events of %s are retried: %s", topics, failure);
        }
    }

    /** Ends early when the service stops. */
    private void pause(Backoff backoff) {
        try {
            stopped.await(backoff.nextMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two attempts", e);
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
        @Nullable
        String traceparent =
                EventTrace.valid(header(message, EventTrace.TRACEPARENT).orElse(null));
        return new ReceivedEvent<>(eventId, message.key(), body, traceparent);
    }

    private ProducerRecord<String, byte[]> deadLetter(ConsumerRecord<String, byte[]> message, String reason) {
        LOG.errorf("dead letter: %s-%d@%d: %s", message.topic(), message.partition(), message.offset(), reason);
        metrics.countDeadLetter(message.topic());
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(message.topic() + '.' + service + ".dlq", message.key(), message.value());
        message.headers().forEach(letter.headers()::add);
        header(letter, "dead-letter-reason", reason);
        header(letter, "dead-letter-topic", message.topic());
        header(letter, "dead-letter-partition", Integer.toString(message.partition()));
        header(letter, "dead-letter-offset", Long.toString(message.offset()));
        return letter;
    }

    private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().remove(name).add(name, value.getBytes(UTF_8));
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
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

    /** The content of an event is at fault. */
    private static class FaultyContent extends RuntimeException {

        FaultyContent(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
