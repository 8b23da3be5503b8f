package fr.cned.partenariats.commons.testing;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Keeps the relay from sending events: another session has the lock of its leader. */
public final class HeldRelay {

    private static final String TAKE = "select pg_try_advisory_lock(7461233)";
    private static final String GIVE_BACK = "select pg_advisory_unlock(7461233)";
    private static final String KILL_LEADER = """
            select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
            where locktype = 'advisory' and granted and application_name = 'relay' and datname = current_database()""";

    private HeldRelay() {}

    public static void during(Runnable work) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> isTaken(statement)); // the relay pauses before it connects again
            try {
                work.run();
            } finally {
                statement.execute(GIVE_BACK);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void killLeader() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(KILL_LEADER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isTaken(Statement statement) throws SQLException {
        statement.execute(KILL_LEADER);
        try (ResultSet taken = statement.executeQuery(TAKE)) {
            return taken.next() && taken.getBoolean(1);
        }
    }

    private static Connection connect() throws SQLException {
        return Arc.container().instance(AgroalDataSource.class).get().getConnection();
    }
}
