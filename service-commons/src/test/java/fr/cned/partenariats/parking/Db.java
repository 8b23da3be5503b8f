package fr.cned.partenariats.parking;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Reads and writes the database without the service. */
public final class Db {

    private Db() {}

    public static long number(String query, Object... args) {
        try (Connection connection = database().getConnection();
                PreparedStatement statement = prepare(connection, query, args);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void run(String sql, Object... args) {
        try (Connection connection = database().getConnection();
                PreparedStatement statement = prepare(connection, sql, args)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes whose event Kafka has not confirmed. */
    public static long unsentChanges() {
        return number(
                "select count(*) from change_log e join changelog_reader r using (object_type) where e.id > r.position");
    }

    public static void lot(String name, int free) {
        run("insert into lot (name, free) values (?, ?)", name, free);
    }

    /** Runs the work while it holds the locks of the query. */
    public static void holding(Runnable work, String query, Object... args) {
        try (Connection connection = database().getConnection();
                PreparedStatement statement = prepare(connection, query, args)) {
            connection.setAutoCommit(false);
            statement.execute();
            work.run();
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a statement waits for a lock. */
    public static void awaitBlocked() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") > 0);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... args) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            statement.setObject(i + 1, args[i]);
        }
        return statement;
    }

    private static AgroalDataSource database() {
        return Arc.container().instance(AgroalDataSource.class).get();
    }
}
