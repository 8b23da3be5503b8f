package fr.cned.partenariats.commons.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.propagation.PropagationFailures;
import fr.cned.partenariats.commons.trace.RequestTrace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

/**
 * Stores events in the transaction of the change that they describe; {@link OutboxRelay} sends them. Append an event
 * after the aggregate's row is locked or flushed: then the outbox has the events of one aggregate in the order of its
 * changes.
 */
@ApplicationScoped
public class Outbox {

    private static final String INSERT = """
            insert into outbox (topic, key, headers, payload)
            select e.topic, e.key, cast(e.headers as jsonb), e.payload
            from unnest(?, ?, ?, ?) with ordinality as e (topic, key, headers, payload, place)
            order by e.place""";

    private final EntityManager em;
    private final ObjectMapper json;
    private final Clock clock;
    private final TransactionSynchronizationRegistry transaction;
    private final OutboxRelay relay;
    private final PropagationFailures failures;
    private final String source;

    Outbox(
            EntityManager em,
            ObjectMapper json,
            Clock clock,
            TransactionSynchronizationRegistry transaction,
            OutboxRelay relay,
            PropagationFailures failures,
            @ConfigProperty(name = "commons.events.source") String source) {
        this.em = em;
        this.json = json;
        this.clock = clock;
        this.transaction = transaction;
        this.relay = relay;
        this.failures = failures;
        this.source = source;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void append(OutboxEvent... events) {
        append(List.of(events));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void append(Collection<? extends OutboxEvent> events) {
        append(events.stream().map(this::message).toList(), List.of());
    }

    /** Appends messages made by {@link #message} in the trace of each caller, then events of the current trace. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(List<OutgoingMessage> messages, Collection<? extends OutboxEvent> events) {
        List<OutgoingMessage> all = new ArrayList<>(messages);
        events.forEach(event -> all.add(message(event)));
        failures.sentAgain(all.stream().map(OutgoingMessage::key).toList());
        insert(all);
    }

    /** The message of an event, with the current trace in its headers. */
    public OutgoingMessage message(OutboxEvent event) {
        return new OutgoingMessage(event.topic(), event.key(), cloudEventHeaders(event), bytes(event));
    }

    /** Stores messages as they are, in one statement. Also used for dead letters. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void insert(List<OutgoingMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setArray(1, texts(connection, messages, OutgoingMessage::topic));
                insert.setArray(2, texts(connection, messages, OutgoingMessage::key));
                insert.setArray(3, texts(connection, messages, message -> text(message.headers())));
                byte[][] payloads =
                        messages.stream().map(OutgoingMessage::payload).toArray(byte[][]::new);
                insert.setArray(4, connection.createArrayOf("bytea", payloads));
                insert.executeUpdate();
            }
        });
        wakeRelayAfterCommit();
    }

    private static Array texts(
            Connection connection, List<OutgoingMessage> messages, Function<OutgoingMessage, String> column)
            throws SQLException {
        return connection.createArrayOf("text", messages.stream().map(column).toArray());
    }

    private void wakeRelayAfterCommit() {
        if (transaction.getResource(this) != null) {
            return;
        }
        transaction.putResource(this, Boolean.TRUE);
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    relay.wake();
                }
            }
        });
    }

    /** CloudEvents 1.0, Kafka protocol binding, binary mode; {@code traceparent} carries the trace on. */
    private Map<String, String> cloudEventHeaders(OutboxEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", Ids.next().toString());
        headers.put("ce_type", event.type());
        headers.put("ce_source", source);
        headers.put("ce_time", clock.instant().toString());
        headers.put("ce_subject", event.key());
        headers.put("content-type", "application/json");
        RequestTrace.addTo(headers);
        return headers;
    }

    private byte[] bytes(OutboxEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("events are plain records", e);
        }
    }

    private String text(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are texts", e);
        }
    }
}
