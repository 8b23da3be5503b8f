package fr.cned.partenariats.enrollment.registration.importjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The rows of the files. */
@ApplicationScoped
class ImportRowTable {

    /** Inserts nothing when the job was purged. */
    private static final String APPEND = """
            with job as (
              update import_job set touched_at = ? where id = ? and state = 'RECEIVING' returning id, partner_id)
            insert into import_row (job_id, number, partner_id, cells, outcome, errors, identity_key, ine, student_id,
              enrollment_id, subject)
            select job.id, r.number, job.partner_id, r.cells, r.outcome, r.errors, r.identity_key, r.ine, r.student_id,
              r.enrollment_id, r.subject
            from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
              as r (number, cells, outcome, errors, identity_key, ine, student_id, enrollment_id, subject)""";

    /** The lock makes a concurrent erasure wait, and makes the chunk wait for an erasure. */
    private static final String NEXT = """
            select * from import_row where job_id = ? and number > ?
            order by number limit ? for no key update""";

    /** Rows about the subject of an earlier row. */
    private static final String REPEATED = """
            select r.number from import_row r
            where r.job_id = ? and r.number = any (?)
              and exists (select 1 from import_row e
                          where e.job_id = r.job_id and e.subject = r.subject and e.number < r.number)""";

    private static final String SAVE = """
            update import_row r
            set outcome = o.outcome, errors = o.errors, enrollment_id = coalesce(o.enrollment_id, r.enrollment_id),
              student_id = coalesce(o.student_id, r.student_id), existing_id = o.existing_id, state = o.state,
              possible_duplicates = o.possible_duplicates
            from unnest(?, ?, ?, ?, ?, ?, ?, ?)
              as o (number, outcome, errors, enrollment_id, student_id, existing_id, state, possible_duplicates)
            where r.job_id = ? and r.number = o.number""";

    private static final String PAGE = """
            select * from import_row
            where job_id = ? and number > ? and (cast(? as text[]) is null or coalesce(outcome, 'PENDING') = any (?))
            order by number limit ?""";

    private static final String ROWS = """
            select r.* from unnest(?, ?) as k (job_id, number)
            join import_row r on r.job_id = k.job_id and r.number = k.number
            where r.cells is not null order by r.job_id, r.number""";

    /** Locks in the order of the primary key, as a chunk does. */
    private static final String ERASE = """
            with found as (
              select r.job_id, r.number from unnest(?, ?) as k (job_id, number)
              join import_row r on r.job_id = k.job_id and r.number = k.number
              where r.cells is not null order by r.job_id, r.number for update of r)
            update import_row r set cells = null, errors = null, identity_key = null, ine = null, subject = null
            from found where r.job_id = found.job_id and r.number = found.number""";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};
    private static final TypeReference<List<RowError>> ERRORS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;

    ImportRowTable(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    /**
     * A row with what an erasure finds it by.
     *
     * @param identityKey of the student; the names, when the row has no more; {@code #} and the reference of the student,
     *     when the row has no names
     * @param subject what only one row of the file may be about; null when rows may repeat it
     */
    record NewRow(
            StagedRow row,
            @Nullable String identityKey,
            @Nullable String ine,
            @Nullable UUID studentId,
            @Nullable UUID enrollmentId,
            @Nullable String subject) {

        /** The index refuses longer texts. No student has such a long name. */
        private static final int MAX_INDEXED = 600;

        NewRow {
            identityKey = indexable(identityKey);
            ine = indexable(ine);
        }

        private static @Nullable String indexable(@Nullable String text) {
            return text == null || text.length() > MAX_INDEXED ? null : text;
        }

        static NewRow of(StagedRow row, @Nullable String identityKey, @Nullable String ine, @Nullable UUID studentId) {
            return new NewRow(row, identityKey, ine, studentId, null, null);
        }
    }

    /** False when the job was purged. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean append(UUID job, List<NewRow> rows, Instant now) {
        return session().doReturningWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
                insert.setObject(1, now.atOffset(ZoneOffset.UTC));
                insert.setObject(2, job);
                new Columns<>(insert, 3, rows)
                        .add("int4", row -> row.row().number())
                        .add("text", row -> write(row.row().cells()))
                        .add("text", row -> name(row.row().outcome()))
                        .add("text", row -> errors(row.row()))
                        .add("text", NewRow::identityKey)
                        .add("text", NewRow::ine)
                        .add("uuid", NewRow::studentId)
                        .add("uuid", NewRow::enrollmentId)
                        .add("text", NewRow::subject);
                return insert.executeUpdate() == rows.size();
            }
        });
    }

    /** Locks the rows after this number. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<StagedRow> next(UUID job, int after, int limit) {
        return session().doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(NEXT)) {
                query.setObject(1, job);
                query.setInt(2, after);
                query.setInt(3, limit);
                return rows(query);
            }
        });
    }

    /** The numbers of those rows whose subject an earlier row of the file has. */
    @Transactional(Transactional.TxType.MANDATORY)
    Set<Integer> repeatedSubjects(UUID job, List<StagedRow> rows) {
        return session().doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(REPEATED)) {
                query.setObject(1, job);
                query.setArray(
                        2,
                        connection.createArrayOf(
                                "int4", rows.stream().map(StagedRow::number).toArray()));
                Set<Integer> repeated = new HashSet<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        repeated.add(row.getInt("number"));
                    }
                }
                return repeated;
            }
        });
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void saveOutcomes(UUID job, List<StagedRow> rows) {
        session().doWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(SAVE)) {
                Columns<StagedRow> columns = new Columns<>(update, 1, rows)
                        .add("int4", StagedRow::number)
                        .add("text", row -> name(row.outcome()))
                        .add("text", this::errors)
                        .add("uuid", StagedRow::enrollmentId)
                        .add("uuid", StagedRow::studentId)
                        .add("uuid", StagedRow::existingId)
                        .add("text", row -> name(row.state()))
                        .add(
                                "text",
                                row -> row.possibleDuplicates().isEmpty() ? null : write(row.possibleDuplicates()));
                update.setObject(columns.next(), job);
                update.executeUpdate();
            }
        });
    }

    /** @param outcomes null for rows with any outcome */
    @Transactional(Transactional.TxType.MANDATORY)
    List<StagedRow> page(UUID job, int after, @Nullable Collection<RowOutcome> outcomes, int limit) {
        @Nullable
        Object[] names = outcomes == null
                ? null
                : outcomes.stream().map(RowOutcome::name).toArray();
        return session().doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(PAGE)) {
                query.setObject(1, job);
                query.setInt(2, after);
                query.setArray(3, names == null ? null : connection.createArrayOf("text", names));
                query.setArray(4, names == null ? null : connection.createArrayOf("text", names));
                query.setInt(5, limit);
                return rows(query);
            }
        });
    }

    /** A row of a person. */
    record PersonalRow(UUID job, StagedRow row) {}

    /** The rows that have cells, in the order of their keys. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<PersonalRow> read(Collection<ImportRowKey> keys) {
        return session().doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(ROWS)) {
                bind(query, keys);
                List<PersonalRow> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new PersonalRow(row.getObject("job_id", UUID.class), row(row)));
                    }
                }
                return found;
            }
        });
    }

    /** Removes the cells, and the reasons, which quote cells. The outcomes stay: they identify nobody. */
    @Transactional(Transactional.TxType.MANDATORY)
    int erase(Collection<ImportRowKey> keys) {
        return session().doReturningWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ERASE)) {
                bind(update, keys);
                return update.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, Collection<ImportRowKey> keys) throws SQLException {
        new Columns<>(statement, 1, keys).add("uuid", ImportRowKey::job).add("int4", ImportRowKey::number);
    }

    private List<StagedRow> rows(PreparedStatement query) throws SQLException {
        List<StagedRow> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    private StagedRow row(ResultSet row) throws SQLException {
        @Nullable String cells = row.getString("cells");
        @Nullable String outcome = row.getString("outcome");
        @Nullable String errors = row.getString("errors");
        @Nullable String state = row.getString("state");
        @Nullable String duplicates = row.getString("possible_duplicates");
        return new StagedRow(
                row.getInt("number"),
                cells == null ? null : read(cells, TEXTS),
                outcome == null ? null : RowOutcome.valueOf(outcome),
                errors == null ? List.of() : read(errors, ERRORS),
                row.getObject("enrollment_id", UUID.class),
                row.getObject("student_id", UUID.class),
                row.getObject("existing_id", UUID.class),
                state == null ? null : EnrollmentState.valueOf(state),
                duplicates == null ? List.of() : read(duplicates, IDS));
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private @Nullable String errors(StagedRow row) {
        return row.errors().isEmpty() ? null : write(row.errors());
    }

    private @Nullable String write(@Nullable Object value) {
        try {
            return value == null ? null : json.writeValueAsString(value);
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

    private Session session() {
        return em.unwrap(Session.class);
    }
}
