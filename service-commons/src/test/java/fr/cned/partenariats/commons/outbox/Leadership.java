package fr.cned.partenariats.commons.outbox;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.parking.Db;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** Changes the leader among the relays of a test. */
final class Leadership {

    /** The lock of {@link OutboxConnections}, but it waits. */
    private static final String TAKE = "select pg_advisory_lock(7461233)";

    private static final String RELAYS =
            "select count(*) from pg_stat_activity where application_name = 'outbox-relay'";

    private Leadership() {}

    static void killLeader() {
        Db.run("""
                select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
                where locktype = 'advisory' and granted and application_name = 'outbox-relay'""");
    }

    /**
     * Makes one of two relays the leader. A leader that loses its connection takes the lock again before the follower
     * asks for it. Therefore a third session holds the lock until both ask for it.
     */
    static void giveTo(OutboxRelay heir, OutboxRelay other) throws SQLException {
        while (!heir.leading()) {
            try (Connection connection = OwnerDatabase.connectAsService()) {
                take(connection);
                await().until(() -> !heir.leading() && !other.leading() && Db.number(RELAYS) == 2);
            }
            await().until(() -> heir.leading() || other.leading());
        }
    }

    private static void take(Connection connection) {
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(TAKE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> {
            killLeader();
            return taken.isDone();
        });
        taken.join();
    }
}
