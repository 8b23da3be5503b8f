package fr.cned.partenariats.enrollment;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A concurrent transaction that stays open until the test commits it. It makes a race reproducible. */
public final class OpenTransaction implements AutoCloseable {

    private static final String ENROLL_SAME_PERSON = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object('id', cast(? as uuid), 'offering_id', cast(? as uuid)))).*
            from enrollment e where e.id = ?""";

    private final Connection connection;
    private final UUID enrollmentToo = UUID.randomUUID();

    public OpenTransaction() throws SQLException {
        connection = OwnerDatabase.connect();
        connection.setAutoCommit(false);
    }

    public OpenTransaction execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = OwnerDatabase.prepare(connection, sql, parameters)) {
            statement.execute();
        }
        return this;
    }

    /** Inserts a second enrollment of the same person on this offering, without seat and place. {@link #close} deletes it. */
    public OpenTransaction enrollToo(String enrollment, UUID offering) throws SQLException {
        return execute(ENROLL_SAME_PERSON, enrollmentToo, offering, UUID.fromString(enrollment));
    }

    /** Waits until another transaction waits for a lock of this one. */
    public void awaitWaiting() throws SQLException {
        int pid;
        try (PreparedStatement query = connection.prepareStatement("select pg_backend_pid()");
                ResultSet row = query.executeQuery()) {
            row.next();
            pid = row.getInt(1);
        }
        await().until(() ->
                World.number("select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))", pid) > 0);
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        execute("delete from enrollment where id = ?", enrollmentToo);
        connection.commit();
        connection.close();
    }
}
