package fr.cned.partenariats.commons.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Connects to the database of the service as the owner of the schema. Row-level security does not apply to the owner,
 * and {@link SqlCount} does not count the owner's statements.
 */
public final class OwnerDatabase {

    private OwnerDatabase() {}

    public static Connection connect() throws SQLException {
        return connect("quarkus.flyway.username", "quarkus.flyway.password");
    }

    /** Connects with the rights of the service, without a tenant. */
    public static Connection connectAsService() throws SQLException {
        return connect("quarkus.datasource.username", "quarkus.datasource.password");
    }

    /** The first column of the first row; -1 without a row. */
    public static long number(String query, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, query, parameters);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void execute(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
