package fr.cned.partenariats.commons.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the database of the service as the owner of the schema. Row-level security does not apply to the owner,
 * and {@link SqlCount} does not count the owner's statements.
 */
public final class OwnerDatabase {

    /** Connections of finished statements. PostgreSQL starts a process for each new connection. */
    private static final Queue<Connection> IDLE = new ConcurrentLinkedQueue<>();

    private static final int PROBE_SECONDS = 5;

    private OwnerDatabase() {}

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    public static Connection connect() throws SQLException {
        return connect("quarkus.flyway.username", "quarkus.flyway.password");
    }

    /** Connects with the rights of the service, without a tenant. */
    public static Connection connectAsService() throws SQLException {
        return connect("quarkus.datasource.username", "quarkus.datasource.password");
    }

    /** The first column of the first row; -1 without a row. */
    public static long number(String query, Object... parameters) {
        return inOneStatement(
                query,
                statement -> {
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? row.getLong(1) : -1L;
                    }
                },
                parameters);
    }

    public static void execute(String sql, Object... parameters) {
        inOneStatement(sql, PreparedStatement::execute, parameters);
    }

    /** Runs in autocommit. A connection whose statement failed is not used again. */
    private static <T> T inOneStatement(String sql, Work<T> work, Object... parameters) {
        try {
            Connection idle = idle();
            Connection connection = idle == null ? connect() : idle;
            T result;
            try (PreparedStatement statement = prepare(connection, sql, parameters)) {
                result = work.with(statement);
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
            IDLE.add(connection);
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A test may have restarted the database or ended its sessions. */
    private static @Nullable Connection idle() throws SQLException {
        Connection connection = IDLE.poll();
        while (connection != null && !connection.isValid(PROBE_SECONDS)) {
            connection.close();
            connection = IDLE.poll();
        }
        return connection;
    }

    public static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static Connection connect(String user, String password) throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue(user, String.class),
                config.getValue(password, String.class));
    }
}
