package fr.cned.partenariats.commons.events.relay;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.changelog.SettledEntries;
import fr.cned.partenariats.commons.events.relay.EventLoader.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Opens the relay's own connection, outside of the pool. Its session holds the advisory lock of the leader. */
@ApplicationScoped
class RelayConnections {

    static final int ENTRIES = 1_000;

    private static final int TICK_MILLIS = 500;

    /** The advisory lock is the same number in all instances of a service. Each service has its own database. */
    private static final String LEAD = "select pg_try_advisory_lock(7461233)";

    private static final String POSITIONS = "select object_type, position, refused from changelog_reader";

    private static final String ADD =
            "insert into changelog_reader (object_type, position) select unnest(?), 0 on conflict do nothing";

    private static final String READ = """
            select id, object_type, object_id, at, trace_id, span from change_log
            where id > ? and id <= ? and object_type = any (?) order by id limit\
            """ + ' ' + ENTRIES;

    private static final String STORE = """
        insert into changelog_reader as known (object_type, position, refused, refused_since)
        select n.object_type, n.position, n.refused, case when n.refused <> '{}' then clock_timestamp() end
        from (select r.object_type, r.position, cast(string_to_array(r.refused, ',') as uuid[]) as refused
              from unnest(?, ?, ?) as r (object_type, position, refused)) n
        on conflict (object_type) do update set position = excluded.position, refused = excluded.refused,
          refused_since = case when excluded.refused <> '{}'
                               then coalesce(known.refused_since, excluded.refused_since) end\
        """;

    private static final String RE_EMISSION = "select id, kind, after_id from re_emission where state = 'RUNNING'";

    private static final String PROGRESS = """
        update re_emission set revision = revision + 1, %s,
          counts = counts || jsonb_build_object(cast(? as text), coalesce(cast(counts ->> ? as integer), 0) + ?)
        where id = ?\
        """;

    private final String url;
    private final String user;
    private final String password;
    private final SettledEntries settled;
    private final ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(1, RelayConnections::daemon);

    RelayConnections(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            SettledEntries settled) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.settled = settled;
        ticker.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "relay-ticker");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * How far the changes of one type of objects are sent.
     *
     * @param entry the last one that was sent, or is of other types
     * @param refused objects before it that Kafka has refused
     */
    record Position(long entry, Set<UUID> refused) {}

    record Entry(long id, String objectType, UUID objectId, Cause cause) {}

    /**
     * @param kind of the objects that the next round sends; null at the beginning
     * @param after the last of them that was sent; null at the beginning of the kind
     */
    record RunningReemission(
            UUID id, @Nullable String kind, @Nullable UUID after) {}

    Session open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "relay");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        // A position that a crash of the server undoes only repeats events.
        // To plan a range of entries took twice as long as to read it, and the plan is always the same.
        properties.setProperty(
                "options",
                "-c idle_session_timeout=2500 -c statement_timeout=5000 -c synchronous_commit=off"
                        + " -c plan_cache_mode=force_generic_plan");
        return new Session(DriverManager.getConnection(url, properties));
    }

    final class Session implements AutoCloseable {

        private final Connection connection;

        private Session(Connection connection) {
            this.connection = connection;
        }

        boolean tryToLead() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(LEAD)) {
                return result.next() && result.getBoolean(1);
            }
        }

        void keepAlive() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1");
            }
        }

        /**
         * Keeps the session alive while the work waits for a connection of the pool, which can take longer than
         * {@code idle_session_timeout}. A frozen process does not tick.
         */
        <T> T keepAliveDuring(Supplier<T> work) {
            Future<?> ticks = ticker.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            try {
                return work.get();
            } finally {
                ticks.cancel(false);
            }
        }

        private void tick() {
            try {
                keepAlive();
            } catch (SQLException e) {
                throw new IllegalStateException(e); // ends the ticks; the next statement of the relay fails, too
            }
        }

        /** The newest entry before which no other one can be committed; empty when a transaction is in the way. */
        OptionalLong settled() throws SQLException {
            return settled.newest(connection);
        }

        /** Adds readers that stand before the first entry, where there are none. */
        void add(Collection<String> objectTypes) throws SQLException {
            try (PreparedStatement add = connection.prepareStatement(ADD)) {
                add.setArray(1, connection.createArrayOf("text", objectTypes.toArray()));
                add.executeUpdate();
            }
        }

        Map<String, Position> positions() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(POSITIONS)) {
                Map<String, Position> positions = new HashMap<>();
                while (rows.next()) {
                    UUID[] refused = (UUID[]) rows.getArray(3).getArray();
                    positions.put(
                            rows.getString(1), new Position(rows.getLong(2), new HashSet<>(Arrays.asList(refused))));
                }
                return positions;
            }
        }

        /** The next {@value #ENTRIES} entries of these types of objects. */
        List<Entry> read(long after, long last, Collection<String> objectTypes) throws SQLException {
            try (PreparedStatement read = connection.prepareStatement(READ)) {
                read.setLong(1, after);
                read.setLong(2, last);
                read.setArray(3, connection.createArrayOf("text", objectTypes.toArray()));
                try (ResultSet row = read.executeQuery()) {
                    List<Entry> entries = new ArrayList<>();
                    while (row.next()) {
                        entries.add(new Entry(
                                row.getLong(1),
                                row.getString(2),
                                UUID.fromString(row.getString(3)),
                                new Cause(
                                        row.getObject(4, OffsetDateTime.class).toInstant(),
                                        traceparent(row.getString(5), row.getString(6)))));
                    }
                    return entries;
                }
            }
        }

        private static @Nullable String traceparent(@Nullable String traceId, @Nullable String span) {
            return traceId == null || span == null ? null : "00-" + traceId + '-' + span;
        }

        void store(Map<String, Position> positions) throws SQLException {
            try (PreparedStatement store = connection.prepareStatement(STORE)) {
                new Columns<>(positions.entrySet())
                        .add("text", Map.Entry::getKey)
                        .add("bigint", position -> position.getValue().entry())
                        .add(
                                "text",
                                position -> position.getValue().refused().stream()
                                        .map(UUID::toString)
                                        .collect(Collectors.joining(",")))
                        .bind(store, 1);
                store.executeUpdate();
            }
        }

        Optional<RunningReemission> reemission() throws SQLException {
            try (PreparedStatement query = connection.prepareStatement(RE_EMISSION);
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new RunningReemission(
                                row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class)))
                        : Optional.empty();
            }
        }

        /**
         * @param next what the next round sends
         * @param kind the kind of the events that were sent
         */
        void store(RunningReemission next, String kind, int sent) throws SQLException {
            try (PreparedStatement progress =
                    connection.prepareStatement(PROGRESS.formatted("kind = ?, after_id = ?"))) {
                progress.setString(1, next.kind());
                progress.setObject(2, next.after());
                progress(progress, 3, next.id(), kind, sent);
            }
        }

        void end(UUID reemission, String kind, int sent) throws SQLException {
            try (PreparedStatement progress =
                    connection.prepareStatement(PROGRESS.formatted("state = 'DONE', ended_at = clock_timestamp()"))) {
                progress(progress, 1, reemission, kind, sent);
            }
        }

        private static void progress(PreparedStatement progress, int first, UUID id, String kind, int sent)
                throws SQLException {
            progress.setString(first, kind);
            progress.setString(first + 1, kind);
            progress.setInt(first + 2, sent);
            progress.setObject(first + 3, id);
            progress.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
