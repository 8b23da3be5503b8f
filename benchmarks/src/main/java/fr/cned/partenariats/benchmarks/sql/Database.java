package fr.cned.partenariats.benchmarks.sql;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.service.ServiceKind;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A database of a platform. */
public record Database(String url, String name, String user, String password) {

    private static final String SUPERUSER = "postgres";

    /** The database of a service as its owner, who sees the rows of all tenants. */
    public static Database of(LocalPlatform platform, ServiceKind service) {
        String name = service.database().orElseThrow();
        return new Database(
                platform.postgres().jdbcUrl(name), name, PostgresServer.ownerOf(name), platform.ownerPassword(name));
    }

    /** Any database of the platform, with all rights. */
    public static Database asSuperuser(LocalPlatform platform, String name) {
        return new Database(platform.postgres().jdbcUrl(name), name, SUPERUSER, platform.superuserPassword());
    }

    /** The options of psql and pgbench that name server and user. */
    public List<String> options() {
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        return List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", user);
    }

    /** What psql and pgbench need beside their options. */
    public Map<String, String> environment() {
        return Map.of("PGPASSWORD", password);
    }

    /** Work on one connection, in auto-commit. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    public <T> T with(Work<T> work) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new PlatformFailure("The database " + name + " refused a statement: " + e.getMessage(), e);
        }
    }

    /** Runs statements one after the other, each in its own transaction. */
    public void run(String... statements) {
        with(connection -> {
            for (String statement : statements) {
                execute(connection, statement);
            }
            return true;
        });
    }

    public static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.execute();
        }
    }

    /** The result of a query for one number; 0 without a row. */
    public double number(String sql, Object... parameters) {
        return with(connection -> {
            try (PreparedStatement query = prepared(connection, sql, parameters);
                    ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getDouble(1) : 0;
            }
        });
    }

    /** The first column of a query, as texts. */
    public List<String> texts(String sql, Object... parameters) {
        return with(connection -> {
            List<String> texts = new ArrayList<>();
            try (PreparedStatement query = prepared(connection, sql, parameters);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        });
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
