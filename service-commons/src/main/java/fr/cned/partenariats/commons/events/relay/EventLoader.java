package fr.cned.partenariats.commons.events.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.trace.EventTrace;
import fr.cned.partenariats.commons.http.propagation.PropagationFailures;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Loads the states of objects and writes them as messages: CloudEvents 1.0, Kafka protocol binding, binary mode. */
@ApplicationScoped
class EventLoader {

    private final ObjectMapper json;
    private final Clock clock;
    private final PropagationFailures failures;
    private final String source;

    EventLoader(
            ObjectMapper json,
            Clock clock,
            PropagationFailures failures,
            @ConfigProperty(name = "commons.events.source") String source) {
        this.json = json;
        this.clock = clock;
        this.failures = failures;
        this.source = source;
    }

    /**
     * When and in which trace an object was changed.
     *
     * @param traceparent null when the change has no trace
     */
    record Cause(Instant at, @Nullable String traceparent) {}

    /** The messages of these objects, in the order of the causes. */
    @AllTenants
    List<Message> changed(EventSource of, Map<UUID, Cause> causes) {
        Map<UUID, StateEvent> states = new HashMap<>();
        load(() -> of.find(causes.keySet())).forEach(state -> states.put(state.id(), state));
        List<Message> messages = new ArrayList<>(states.size());
        causes.forEach((id, cause) -> {
            StateEvent state = states.get(id);
            if (state != null) {
                messages.add(message(of, state, cause));
            }
        });
        return messages;
    }

    /** The messages of the next objects in the order of their ids. */
    @AllTenants
    List<Message> after(EventSource of, UUID id, int size) {
        Cause now = new Cause(clock.instant(), null);
        return load(() -> of.listAfter(id, size)).stream()
                .map(state -> message(of, state, now))
                .toList();
    }

    private List<? extends StateEvent> load(Supplier<List<? extends StateEvent>> states) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<? extends StateEvent> loaded = states.get();
            failures.sentAgain(loaded.stream().map(StateEvent::id).toList());
            return loaded;
        });
    }

    private Message message(EventSource of, StateEvent state, Cause cause) {
        String key = state.id().toString();
        ProducerRecord<String, byte[]> content = new ProducerRecord<>(of.topic(), key, body(state));
        header(content, "ce_specversion", "1.0");
        header(content, "ce_id", Ids.next().toString());
        header(content, "ce_type", of.type());
        header(content, "ce_source", source);
        header(content, "ce_time", cause.at().toString());
        header(content, "ce_subject", key);
        header(content, "content-type", "application/json");
        if (cause.traceparent() != null) {
            header(content, EventTrace.TRACEPARENT, cause.traceparent());
        }
        return new Message(of, state.id(), content);
    }

    private static void header(ProducerRecord<String, byte[]> content, String name, String value) {
        content.headers().add(name, value.getBytes(UTF_8));
    }

    private byte[] body(StateEvent state) {
        try {
            return json.writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("events are plain records", e);
        }
    }
}
