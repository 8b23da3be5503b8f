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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The database of a service. Its owner sees the rows of all tenants. */
public final class Database {

    private static final String SUPERUSER = "postgres";

    private final LocalPlatform platform;
    private final String name;
    private final String user;
    private final String password;
    private final String role;

    private Database(LocalPlatform platform, String name, String user, String password, String role) {
        this.platform = platform;
        this.name = name;
        this.user = user;
        this.password = password;
        this.role = role;
    }

    public static Database of(LocalPlatform platform, ServiceKind service) {
        String name = service.database().orElseThrow();
        return new Database(platform, name, PostgresServer.ownerOf(name), platform.ownerPassword(name), "");
    }

    /** Any database of the platform, with all rights. */
    public static Database asSuperuser(LocalPlatform platform, String name) {
        return new Database(platform, name, SUPERUSER, platform.superuserPassword(), "");
    }

    /** A database in the role of a service, so that row-level security applies. Only for psql and pgbench. */
    public static Database asService(LocalPlatform platform, ServiceKind service, String name) {
        return new Database(
                platform,
                name,
                SUPERUSER,
                platform.superuserPassword(),
                service.database().orElseThrow());
    }

    String name() {
        return name;
    }

    /** The options of psql and pgbench that name server and user. */
    List<String> options() {
        URI server = URI.create(url().substring("jdbc:".length()));
        return List.of("-h", "127.0.0.1", "-p", Integer.toString(server.getPort()), "-U", user);
    }

    /** What psql and pgbench need beside their options. */
    Map<String, String> environment() {
        return role.isEmpty()
                ? Map.of("PGPASSWORD", password)
                : Map.of("PGPASSWORD", password, "PGOPTIONS", "-c role=" + role);
    }

    /** Work on one connection, in auto-commit. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    public <T> T with(Work<T> work) {
        try (Connection connection = DriverManager.getConnection(url(), user, password)) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new PlatformFailure("The database " + name + " refused a statement: " + e.getMessage(), e);
        }
    }

    /** Runs statements that are separated by semicolons. */
    public void run(String sql) {
        with(connection -> {
            execute(connection, sql);
            return true;
        });
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The result of a query for one number; 0 without a row. */
    public double number(String sql, Object... parameters) {
        return with(connection -> number(connection, sql, parameters));
    }

    public static double number(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getDouble(1) : 0;
            }
        }
    }

    /** The first column of a query, as texts. */
    public List<String> texts(String sql, Object... parameters) {
        return with(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    query.setObject(i + 1, parameters[i]);
                }
                List<String> texts = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        texts.add(rows.getString(1));
                    }
                }
                return texts;
            }
        });
    }

    private String url() {
        return platform.postgres().jdbcUrl(name);
    }
}
