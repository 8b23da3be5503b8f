package fr.cned.partenariats.enrollment;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Somebody else's transaction that has done its work and not ended yet: what makes a race happen for certain. */
final class OpenTransaction implements AutoCloseable {

    private static final String PERSON_ENROLLED_TOO = """
            insert into enrollment
            select (jsonb_populate_record(e, jsonb_build_object('id', cast(? as uuid), 'offering_id', cast(? as uuid)))).*
            from enrollment e where e.id = ?""";

    private final Connection connection;
    private final UUID enrollmentToo = UUID.randomUUID();

    OpenTransaction() throws SQLException {
        connection = OwnerDatabase.connect();
        connection.setAutoCommit(false);
    }

    OpenTransaction execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = OwnerDatabase.prepare(connection, sql, parameters)) {
            statement.execute();
        }
        return this;
    }

    /** Who has this enrollment has another, on this offering; without seat and place, and until the end only. */
    OpenTransaction enrollToo(String enrollment, UUID offering) throws SQLException {
        return execute(PERSON_ENROLLED_TOO, enrollmentToo, offering, UUID.fromString(enrollment));
    }

    /** Until somebody waits for it. */
    void awaitWaiting() throws SQLException {
        int pid;
        try (PreparedStatement query = connection.prepareStatement("select pg_backend_pid()");
                ResultSet row = query.executeQuery()) {
            row.next();
            pid = row.getInt(1);
        }
        await().until(() ->
                World.number("select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))", pid) > 0);
    }

    void commit() throws SQLException {
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
