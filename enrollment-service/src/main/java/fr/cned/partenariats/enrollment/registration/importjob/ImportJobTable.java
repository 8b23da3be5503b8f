package fr.cned.partenariats.enrollment.registration.importjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The jobs. The row lock on a job is the lease of the worker that processes a chunk: the chunk and the progress are one
 * transaction. When the worker dies or stalls, PostgreSQL ends its transaction, and another worker takes the job.
 */
@ApplicationScoped
class ImportJobTable {

    private static final String INSERT = """
            insert into import_job (id, version, kind, partner_id, client, actor, actor_name, common_id, dry_run,
              abort_on_error, max_error_rate, columns, separator, state, created_at, touched_at)
            select ?, 0, ?, cast(? as uuid), ?, ?, ?, cast(? as uuid), ?, ?, ?, ?, ?, 'RECEIVING', n.now, n.now
            from (select cast(? as timestamptz) as now) n
            where (select count(*) from import_job o
                   where o.client = ? and o.state in ('RECEIVING', 'WAITING', 'RUNNING')) < ?""";

    /**
     * Of the client whose last turn is the longest ago, so that clients take turns. An earlier turn than the given time
     * does not count.
     */
    private static final String CLAIM = """
            select j.* from import_job j where j.state in ('WAITING', 'RUNNING')
            order by (select max(o.touched_at) from import_job o
                      where o.client = j.client and o.started_at is not null and o.touched_at > ?) nulls first,
              j.touched_at, j.id
            limit 1 for update of j skip locked""";

    private static final String CLAIM_ONE =
            "select * from import_job where id = ? and state in ('WAITING', 'RUNNING') for update skip locked";

    private static final String FIND = "select * from import_job where id = ? and state <> 'RECEIVING'"
            + " and (cast(? as uuid) is null or partner_id = ?)";

    /** The primary key gives the order. The table has the jobs of a week. */
    private static final String PAGE = "select * from import_job where state <> 'RECEIVING'"
            + " and (cast(? as uuid) is null or partner_id = ?) and (cast(? as text) is null or state = ?)"
            + " and (cast(? as text) is null or kind = ?) and (cast(? as uuid) is null or id < ?)"
            + " order by id desc limit ?";

    private static final String FINISH = """
            update import_job set state = ?, row_count = ?, malformed = ?, touched_at = ?, ended_at = ?,
              version = version + 1
            where id = ? and state = 'RECEIVING'""";

    private static final String PROGRESS = """
            update import_job set state = ?, processed = ?, accepted = ?, repeated = ?, refused = ?, malformed = ?,
              predicted = ?, started_at = coalesce(started_at, ?), touched_at = ?, ended_at = ?, version = version + 1
            where id = ?""";

    private static final String CANCEL = """
            update import_job set state = 'CANCELLED', ended_at = ?, version = version + 1
            where id = ? and state in ('WAITING', 'RUNNING')""";

    private static final String PURGE = """
            delete from import_job where id = any (array(
              select id from import_job
              where ended_at < ? or (state = 'RECEIVING' and touched_at < ?)
              order by id limit 1 for update skip locked))""";

    private static final String OF_THE_DAY =
            "select count(*), coalesce(sum(row_count), 0) from import_job where partner_id = ? and created_at >= ?";

    private static final String BACKLOG =
            "select count(*), max(touched_at) from import_job where state in ('WAITING', 'RUNNING')";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;

    ImportJobTable(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** False when the client has this many open jobs already. The lock makes concurrent uploads of a client wait. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean insert(ImportJob job, int perClient) {
        execute(
                "select pg_advisory_xact_lock(hashtextextended('import_job ' || ?, 0))",
                lock -> lock.setString(1, job.sender().client()));
        return update(INSERT, insert -> {
                    insert.setObject(1, job.id());
                    insert.setString(2, job.kind().name());
                    insert.setObject(3, job.partnerId());
                    insert.setString(4, job.sender().client());
                    insert.setString(5, write(job.sender().actor()));
                    insert.setString(6, job.sender().name());
                    insert.setObject(7, job.settings().commonId());
                    insert.setBoolean(8, job.settings().dryRun());
                    insert.setBoolean(9, job.settings().abortOnError());
                    insert.setBigDecimal(10, job.settings().maxErrorRate());
                    insert.setString(11, write(job.columns()));
                    insert.setString(12, String.valueOf(job.separator()));
                    insert.setObject(13, utc(job.createdAt()));
                    insert.setString(14, job.sender().client());
                    insert.setInt(15, perClient);
                })
                == 1;
    }

    /** What a partner has sent since a time, with the files that arrive now. */
    record Sent(long files, long rows) {}

    /** The lock makes concurrent uploads of the partner wait until this transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Sent lockSentSince(UUID partner, Instant since) {
        return em.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement lock = connection.prepareStatement(
                            "select pg_advisory_xact_lock(hashtextextended('import_job of ' || ?, 0))");
                    PreparedStatement query = connection.prepareStatement(OF_THE_DAY)) {
                lock.setString(1, partner.toString());
                lock.execute();
                query.setObject(1, partner);
                query.setObject(2, utc(since));
                try (ResultSet sent = query.executeQuery()) {
                    sent.next();
                    return new Sent(sent.getLong(1), sent.getLong(2));
                }
            }
        });
    }

    /** Ends the upload. False when the job was purged, because the upload took too long. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean finishUpload(UUID id, ImportJobState state, int rows, int malformed, Instant now) {
        return update(FINISH, update -> {
                    update.setString(1, state.name());
                    update.setInt(2, rows);
                    update.setInt(3, malformed);
                    update.setObject(4, utc(now));
                    update.setObject(5, state.hasEnded() ? utc(now) : null);
                    update.setObject(6, id);
                })
                == 1;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void delete(UUID id) {
        update("delete from import_job where id = ?", delete -> delete.setObject(1, id));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<ImportJob> find(UUID id, Optional<UUID> partner) {
        return one(FIND, find -> {
            find.setObject(1, id);
            find.setObject(2, partner.orElse(null));
            find.setObject(3, partner.orElse(null));
        });
    }

    /** @param before the last job of the page before */
    @Transactional(Transactional.TxType.MANDATORY)
    List<ImportJob> page(
            Optional<UUID> partner,
            @Nullable ImportJobState state,
            @Nullable ImportKind kind,
            Optional<UUID> before,
            int size) {
        return all(PAGE, page -> {
            for (int i = 1; i <= 2; i++) {
                page.setObject(i, partner.orElse(null));
                page.setString(i + 2, state == null ? null : state.name());
                page.setString(i + 4, kind == null ? null : kind.name());
                page.setObject(i + 6, before.orElse(null));
            }
            page.setInt(9, size);
        });
    }

    @Transactional(Transactional.TxType.MANDATORY)
    boolean hasEnded(UUID id) {
        return find(id, Optional.empty()).map(job -> job.state().hasEnded()).orElse(false);
    }

    /** Locks the next job that no other worker has locked. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<ImportJob> claimNext(Instant turnsSince) {
        return one(CLAIM, claim -> claim.setObject(1, utc(turnsSince)));
    }

    /** Locks this job; empty when another worker has locked it or it has ended. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<ImportJob> claim(UUID id) {
        return one(CLAIM_ONE, claim -> claim.setObject(1, id));
    }

    /** Writes the progress of a job that this transaction has locked. */
    @Transactional(Transactional.TxType.MANDATORY)
    void progress(ImportJob after, Instant now) {
        update(PROGRESS, update -> {
            update.setString(1, after.state().name());
            update.setInt(2, after.progress().processed());
            update.setInt(3, after.progress().accepted());
            update.setInt(4, after.progress().repeated());
            update.setInt(5, after.progress().refused());
            update.setInt(6, after.progress().malformed());
            update.setString(7, after.settings().dryRun() ? write(after.predicted()) : null);
            update.setObject(8, utc(now));
            update.setObject(9, utc(now));
            update.setObject(10, after.state().hasEnded() ? utc(now) : null);
            update.setObject(11, after.id());
        });
    }

    /** Waits for the current chunk. False when the job has ended. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean cancel(UUID id, Instant now) {
        return update(CANCEL, update -> {
                    update.setObject(1, utc(now));
                    update.setObject(2, id);
                })
                == 1;
    }

    /** Deletes one job that ended before the first time, or whose upload stopped before the second one. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean purgeOne(Instant endedBefore, Instant stoppedBefore) {
        return update(PURGE, delete -> {
                    delete.setObject(1, utc(endedBefore));
                    delete.setObject(2, utc(stoppedBefore));
                })
                == 1;
    }

    /**
     * The jobs that have rows to process.
     *
     * @param touchedAt when the last one was added or made progress; null without jobs
     */
    record Backlog(long jobs, @Nullable Instant touchedAt) {}

    @Transactional(Transactional.TxType.MANDATORY)
    Backlog backlog() {
        return session().doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BACKLOG);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return new Backlog(row.getLong(1), nullableInstant(row, "max"));
            }
        });
    }

    private Optional<ImportJob> one(String sql, Binding binding) {
        return all(sql, binding).stream().findFirst();
    }

    private List<ImportJob> all(String sql, Binding binding) {
        return session().doReturningWork(connection -> {
            List<ImportJob> jobs = new ArrayList<>();
            try (PreparedStatement query = bound(connection, sql, binding);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    jobs.add(job(row));
                }
            }
            return jobs;
        });
    }

    private int update(String sql, Binding binding) {
        return session().doReturningWork(connection -> {
            try (PreparedStatement update = bound(connection, sql, binding)) {
                return update.executeUpdate();
            }
        });
    }

    private void execute(String sql, Binding binding) {
        session().doWork(connection -> {
            try (PreparedStatement statement = bound(connection, sql, binding)) {
                statement.execute();
            }
        });
    }

    private static PreparedStatement bound(Connection connection, String sql, Binding binding) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        binding.bind(statement);
        return statement;
    }

    private Session session() {
        return em.unwrap(Session.class);
    }

    private ImportJob job(ResultSet row) throws SQLException {
        @Nullable String predicted = row.getString("predicted");
        @Nullable BigDecimal rate = row.getBigDecimal("max_error_rate");
        return new ImportJob(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                ImportKind.valueOf(row.getString("kind")),
                row.getObject("partner_id", UUID.class),
                new ImportJob.Sender(
                        row.getString("client"),
                        row.getString("actor_name"),
                        read(row.getString("actor"), new TypeReference<Actor>() {})),
                new ImportSettings(
                        row.getObject("common_id", UUID.class),
                        row.getBoolean("dry_run"),
                        row.getBoolean("abort_on_error"),
                        rate),
                read(row.getString("columns"), TEXTS),
                row.getString("separator").charAt(0),
                ImportJobState.valueOf(row.getString("state")),
                new ImportJob.Progress(
                        row.getInt("row_count"),
                        row.getInt("processed"),
                        row.getInt("accepted"),
                        row.getInt("repeated"),
                        row.getInt("refused"),
                        row.getInt("malformed")),
                predicted == null ? Capacity.Taken.NOTHING : read(predicted, new TypeReference<Capacity.Taken>() {}),
                instant(row, "created_at"),
                nullableInstant(row, "started_at"),
                nullableInstant(row, "ended_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("values of JSON columns are plain records", e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON columns are written by this class only", e);
        }
    }
}
