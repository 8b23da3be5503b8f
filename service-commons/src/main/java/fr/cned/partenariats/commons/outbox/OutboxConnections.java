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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the relay's own connection, outside of the pool. Its session holds the advisory lock of the leader. */
@ApplicationScoped
class OutboxConnections {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final String READ =
            "select id, topic, key, cast(headers as text), payload from outbox order by id limit 500";
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
        properties.setProperty("options", "-c idle_session_timeout=2500 -c statement_timeout=5000");
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

        List<OutboxRow> next() throws SQLException {
            try (PreparedStatement read = connection.prepareStatement(READ);
                    ResultSet result = read.executeQuery()) {
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
