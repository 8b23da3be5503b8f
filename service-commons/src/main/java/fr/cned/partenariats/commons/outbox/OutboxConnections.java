package fr.cned.partenariats.commons.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the relay's own connection, outside of the pool. Its session holds the advisory lock of the leader. */
@ApplicationScoped
class OutboxConnections {

    static final int ROWS = 1_000;
    private static final int BYTES = 2_000_000;

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    /** The size of a text or binary value is known without reading it, so rows that do not fit are not read. */
    private static final String READ = """
            select id, topic, key, cast(headers as text), payload
            from (select id, topic, key, headers, payload,
                    sum(octet_length(payload)) over (order by id) - octet_length(payload) as bytes_before
                  from (select * from outbox where id > ? and id <> all (?) order by id limit 1000) next) sized
            where bytes_before < 2000000
            order by id""";

    /**
     * A statement locks the outbox before it takes an id, and the lock is held until the transaction ends. Other
     * databases of the server may have a table with the same oid.
     */
    private static final String WRITERS = """
            select virtualtransaction from pg_locks
            where locktype = 'relation' and relation = 'outbox'::regclass and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())
              and pid <> pg_backend_pid()""";

    private static final String DELETE = "delete from outbox where id = any (?)";
    /** The advisory lock is the same number in all instances of a service. Each service has its own database. */
    private static final String LEAD = "select pg_try_advisory_lock(7461233)";

    private final String url;
    private final String user;
    private final String password;
    private final ObjectMapper json;

    OutboxConnections(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            ObjectMapper json) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.json = json;
    }

    Session open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "outbox-relay");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        // A deletion that a crash of the server undoes only repeats an event. Custom plans hash the array of READ.
        properties.setProperty(
                "options",
                "-c idle_session_timeout=2500 -c statement_timeout=5000 -c synchronous_commit=off"
                        + " -c plan_cache_mode=force_custom_plan");
        return new Session(DriverManager.getConnection(url, properties));
    }

    /** Whether the outbox may have more rows than these. */
    static boolean isFull(List<OutboxRow> rows) {
        return rows.size() >= ROWS
                || rows.stream()
                                .mapToLong(row -> row.message().payload().length)
                                .sum()
                        >= BYTES;
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

        /** At most {@value #ROWS} rows in the order of their ids, and about {@value #BYTES} bytes. */
        List<OutboxRow> read(long after, Collection<Long> except) throws SQLException {
            try (PreparedStatement read = connection.prepareStatement(READ)) {
                read.setLong(1, after);
                read.setArray(2, connection.createArrayOf("bigint", except.toArray()));
                try (ResultSet result = read.executeQuery()) {
                    List<OutboxRow> rows = new ArrayList<>();
                    while (result.next()) {
                        rows.add(new OutboxRow(
                                result.getLong(1),
                                new OutgoingMessage(
                                        result.getString(2),
                                        result.getString(3),
                                        headers(result.getString(4)),
                                        result.getBytes(5))));
                    }
                    return rows;
                }
            }
        }

        /** The transactions that may have inserted rows which are not visible yet. */
        List<String> writers() throws SQLException {
            try (PreparedStatement writers = connection.prepareStatement(WRITERS);
                    ResultSet result = writers.executeQuery()) {
                List<String> transactions = new ArrayList<>();
                while (result.next()) {
                    transactions.add(result.getString(1));
                }
                return transactions;
            }
        }

        void delete(List<Long> ids) throws SQLException {
            if (ids.isEmpty()) {
                return;
            }
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
                delete.executeUpdate();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }

        private Map<String, String> headers(String text) throws SQLException {
            try {
                return json.readValue(text, HEADERS);
            } catch (JsonProcessingException e) {
                throw new SQLException("outbox headers are not a map of strings", e);
            }
        }
    }
}
