package fr.cned.partenariats.commons.events.relay;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.events.relay.EventLoader.Cause;
import fr.cned.partenariats.commons.events.relay.RelayConnections.Entry;
import fr.cned.partenariats.commons.events.relay.RelayConnections.Position;
import fr.cned.partenariats.commons.events.relay.RelayConnections.RunningReemission;
import fr.cned.partenariats.commons.events.relay.RelaySender.Refused;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The work of one leader. A round reads the next entries of the log, loads the objects that changed, sends their states
 * in one transaction of Kafka and stores its position. Several changes of one object in a round are one event.
 */
final class RelayRound {

    private static final Logger LOG = Logger.getLogger(RelayRound.class);

    enum Outcome {
        EMPTY,
        SENT,
        /** The log may have more entries. */
        BACKLOG,
        /** Nothing was sent: Kafka confirmed nothing, or the objects could not be loaded. */
        UNCONFIRMED
    }

    /** Objects of a re-emission in one round. */
    static final int CHUNK = 500;

    private static final int MOST_REFUSED = 1_000;
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final UUID BELOW_ALL = new UUID(0, 0);

    private final RelayConnections.Session session;
    private final RelaySender sender;
    private final EventLoader loader;
    private final List<Reader> readers;
    private boolean positionsAreKnown;

    RelayRound(
            RelayConnections.Session session, RelaySender sender, EventLoader loader, Collection<EventSource> sources) {
        this.session = session;
        this.sender = sender;
        this.loader = loader;
        this.readers = sources.stream()
                .sorted(Comparator.comparing(EventSource::kind))
                .map(Reader::new)
                .toList();
    }

    /** Sends the changes of one kind of objects. Those of a topic that Kafka refuses wait without holding up others. */
    private static final class Reader {

        private final EventSource source;
        private Position position = new Position(0, Set.of());
        /** When the topic or the objects that Kafka has refused are tried again. */
        private long retryAt = System.nanoTime();

        private boolean isBlocked;

        Reader(EventSource source) {
            this.source = source;
        }

        String objectType() {
            return source.objectType();
        }

        boolean isReady() {
            return !isBlocked || retries();
        }

        private boolean retries() {
            return System.nanoTime() - retryAt >= 0;
        }

        Set<UUID> toRetry() {
            return retries() ? position.refused() : Set.of();
        }

        void block() {
            isBlocked = true;
            retryAt = System.nanoTime() + RETRY_NANOS;
        }

        /** Returns whether the position has changed. */
        boolean advance(long entry, Collection<UUID> tried, Set<UUID> refused) {
            Set<UUID> allRefused = new HashSet<>(position.refused());
            allRefused.removeAll(tried);
            allRefused.addAll(refused);
            if (allRefused.size() > MOST_REFUSED) {
                block();
                return false;
            }
            if (!refused.isEmpty() || !Collections.disjoint(tried, position.refused())) {
                retryAt = System.nanoTime() + RETRY_NANOS;
            }
            isBlocked = false;
            Position before = position;
            position = new Position(entry, allRefused);
            return !position.equals(before);
        }
    }

    /** Adds new readers, also while Kafka is away: their changes wait. */
    void begin() throws SQLException {
        session.add(readers.stream().map(Reader::objectType).toList());
    }

    Outcome run() throws SQLException {
        try {
            if (!sender.takeOver()) {
                session.keepAlive();
                return Outcome.UNCONFIRMED;
            }
            readPositions();
            Outcome changes = sendChanges();
            return reemit() ? Outcome.BACKLOG : changes;
        } catch (KafkaException e) {
            LOG.warnf("Kafka confirmed no event: %s", e);
            sender.reset();
            session.keepAlive();
            return Outcome.UNCONFIRMED;
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("events wait, because the states of objects are not loaded: %s", e.getMessage());
            session.keepAlive(); // only a leader whose own session has ended gives up
            return Outcome.UNCONFIRMED;
        }
    }

    /** After the take-over: no other leader can move them. */
    private void readPositions() throws SQLException {
        if (positionsAreKnown) {
            return;
        }
        Map<String, Position> positions = session.positions();
        for (Reader reader : readers) {
            reader.position = positions.getOrDefault(reader.objectType(), reader.position);
        }
        positionsAreKnown = true;
    }

    private Outcome sendChanges() throws SQLException {
        OptionalLong settled = session.settled();
        Outcome outcome = Outcome.EMPTY;
        if (settled.isPresent()) {
            Map<Long, List<Reader>> byPosition = readers.stream()
                    .filter(Reader::isReady)
                    .collect(Collectors.groupingBy(
                            reader -> reader.position.entry(), TreeMap::new, Collectors.toList()));
            for (Map.Entry<Long, List<Reader>> group : byPosition.entrySet()) {
                Outcome ofGroup = send(group.getValue(), group.getKey(), settled.getAsLong());
                outcome = ofGroup.compareTo(outcome) > 0 ? ofGroup : outcome;
            }
        }
        return outcome;
    }

    private Outcome send(List<Reader> group, long after, long settled) throws SQLException {
        List<Entry> entries = after < settled
                ? session.read(
                        after, settled, group.stream().map(Reader::objectType).toList())
                : List.of();
        boolean more = entries.size() == RelayConnections.ENTRIES;
        long last = more ? entries.get(entries.size() - 1).id() : Math.max(after, settled);
        Map<Reader, Set<UUID>> tried = new LinkedHashMap<>();
        List<Message> messages = new ArrayList<>();
        for (Reader reader : group) {
            Map<UUID, Cause> causes = causes(reader, entries);
            load(reader, causes).ifPresent(ofReader -> {
                tried.put(reader, causes.keySet());
                messages.addAll(ofReader);
            });
        }
        Refused refused = sender.send(messages, session::keepAlive);
        Map<String, Position> moved = new HashMap<>();
        tried.forEach((reader, ids) -> {
            if (refused.topics().contains(reader.source.topic())) {
                reader.block();
            } else if (reader.advance(last, ids, refusedOf(reader, refused))) {
                moved.put(reader.objectType(), reader.position);
            }
        });
        if (!moved.isEmpty()) {
            session.store(moved);
        }
        if (more) {
            return Outcome.BACKLOG;
        }
        return messages.isEmpty() ? Outcome.EMPTY : Outcome.SENT;
    }

    /** The changed objects with their last change, in its order. */
    private static Map<UUID, Cause> causes(Reader reader, List<Entry> entries) {
        Map<UUID, Cause> causes = new LinkedHashMap<>();
        Instant now = Instant.now();
        reader.toRetry().forEach(id -> causes.put(id, new Cause(now, null)));
        for (Entry entry : entries) {
            if (entry.objectType().equals(reader.objectType())) {
                causes.remove(entry.objectId());
                causes.put(entry.objectId(), entry.cause());
            }
        }
        return causes;
    }

    /** Empty when the states cannot be loaded. Other kinds of objects do not wait for that. */
    private Optional<List<Message>> load(Reader reader, Map<UUID, Cause> causes) {
        try {
            return Optional.of(
                    causes.isEmpty()
                            ? List.of()
                            : session.keepAliveDuring(() -> loader.changed(reader.source, causes)));
        } catch (RuntimeException e) {
            if (DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.errorf(e, "events of %s wait: their states cannot be loaded", reader.source.topic());
            reader.block();
            return Optional.empty();
        }
    }

    private static Set<UUID> refusedOf(Reader reader, Refused refused) {
        return refused.messages().stream()
                .filter(message -> message.source() == reader.source)
                .map(Message::id)
                .collect(Collectors.toSet());
    }

    /** Sends the next objects of the running re-emission. Returns false when none runs, or its topic is refused. */
    private boolean reemit() throws SQLException {
        Optional<RunningReemission> running = session.reemission();
        if (running.isEmpty()) {
            return false;
        }
        int place = place(running.get());
        Reader reader = readers.get(place);
        if (!reader.isReady()) {
            return false;
        }
        UUID after = running.get().after();
        List<Message> chunk =
                session.keepAliveDuring(() -> loader.after(reader.source, after == null ? BELOW_ALL : after, CHUNK));
        Refused refused = sender.send(chunk, session::keepAlive);
        if (refused.topics().contains(reader.source.topic())) {
            reader.block();
            return false;
        }
        Set<UUID> sent = chunk.stream().map(Message::id).collect(Collectors.toSet());
        if (reader.advance(reader.position.entry(), sent, refusedOf(reader, refused))) {
            session.store(Map.of(reader.objectType(), reader.position));
        }
        String kind = reader.source.kind();
        UUID id = running.get().id();
        if (chunk.size() == CHUNK) {
            session.store(new RunningReemission(id, kind, chunk.get(CHUNK - 1).id()), kind, CHUNK);
        } else if (place + 1 < readers.size()) {
            String next = readers.get(place + 1).source.kind();
            session.store(new RunningReemission(id, next, null), kind, chunk.size());
        } else {
            session.end(id, kind, chunk.size());
        }
        return true;
    }

    private int place(RunningReemission running) {
        for (int place = 0; place < readers.size(); place++) {
            if (readers.get(place).source.kind().equals(running.kind())) {
                return place;
            }
        }
        return 0;
    }
}
