package fr.cned.partenariats.enrollment.registration.importjob;

import com.fasterxml.jackson.core.type.TypeReference;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class ImportRowTable {

    /** Inserts nothing when the job was purged. */
    private static final String APPEND = """
            with job as (
              update import_job set touched_at = ? where id = ? and state = 'RECEIVING' returning id, partner_id)
            insert into import_row (job_id, number, partner_id, cells, outcome, errors, identity_key, ine, student_id,
              enrollment_id, subject, reference, student_reference)
            select job.id, r.number, job.partner_id, r.cells, r.outcome, r.errors, r.identity_key, r.ine, r.student_id,
              r.enrollment_id, r.subject, r.reference, r.student_reference
            from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as r (number, cells, outcome, errors, identity_key, ine, student_id, enrollment_id, subject, reference,
                    student_reference)""";

    /** The lock makes a concurrent erasure wait, and makes the chunk wait for an erasure. */
    private static final String NEXT = """
            select * from import_row where job_id = :job and number > :after
            order by number limit :size for no key update""";

    /** Rows about the subject of an earlier row. */
    private static final String REPEATED = """
            select r.number from import_row r
            where r.job_id = :job and r.number = any (:numbers)
              and exists (select 1 from import_row e
                          where e.job_id = r.job_id and e.subject = r.subject and e.number < r.number)""";

    private static final String SUBJECTS = """
            select distinct subject from import_row
            where job_id = :job and number < :before and subject = any (:subjects)
              and outcome in ('ACCEPTED', 'REPEATED')""";

    private static final String REPLACE_SUBJECTS = """
            update import_row r set subject = s.subject from unnest(:numbers, :subjects) as s (number, subject)
            where r.job_id = :job and r.number = s.number""";

    private static final String SAVE = """
            update import_row r
            set outcome = o.outcome, errors = o.errors, enrollment_id = coalesce(o.enrollment_id, r.enrollment_id),
              student_id = coalesce(o.student_id, r.student_id), existing_id = o.existing_id, state = o.state,
              possible_duplicates = o.possible_duplicates, changed_columns = o.changed_columns
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
              as o (number, outcome, errors, enrollment_id, student_id, existing_id, state, possible_duplicates,
                    changed_columns)
            where r.job_id = ? and r.number = o.number""";

    /** Each condition has its own part of the union, for its index. */
    private static final String RELATED = """
            select * from import_row where job_id = :job and number = any (array(
                select r.number from import_row r where r.identity_key = any (:identities) and r.job_id = :job
                union
                select r.number from import_row r where r.ine = any (:ines) and r.job_id = :job
                union
                select r.number from import_row r where r.student_id = any (:students) and r.job_id = :job
                union
                select r.number from import_row r where r.student_reference = any (:studentReferences)
                  and r.job_id = :job
                union
                select r.number from import_row r where r.reference = any (:references) and r.job_id = :job))
              and number < :before and outcome in (:outcomes) and cells is not null""";

    private static final String RELATED_ROWS = RELATED + " order by number";

    /** The rows with a new student first: without them, the rows that name this student are judged wrong. */
    private static final String MOST_RELATED_ROWS = "select * from (" + RELATED + """
             order by coalesce(identity_key, '#') like '#%', number desc limit 2000) r
            order by r.number""";

    private static final String ACCEPTED_OF = """
            select * from (
              select * from import_row where enrollment_id = :enrollment and job_id = :job and number < :before
                and outcome = 'ACCEPTED' and cells is not null
              order by number desc limit 20) r
            order by r.number""";

    private static final String ROWS = """
            select r.* from unnest(:jobs, :numbers) as k (job_id, number)
            join import_row r on r.job_id = k.job_id and r.number = k.number
            where r.cells is not null order by r.job_id, r.number""";

    /** Locks in the order of the primary key, as a chunk does. */
    private static final String ERASE = """
            with found as (
              select r.job_id, r.number from unnest(:jobs, :numbers) as k (job_id, number)
              join import_row r on r.job_id = k.job_id and r.number = k.number
              where r.cells is not null order by r.job_id, r.number for update of r)
            update import_row r
            set cells = null, errors = null, identity_key = null, ine = null, subject = null, reference = null,
              student_reference = null, pdf = null
            from found where r.job_id = found.job_id and r.number = found.number""";

    private static final String PAPERS = """
            select r.number, s.family_name || '-' || s.given_names as student, r.pdf
            from import_row r join student s on s.id = r.student_id
            where r.job_id = :job and r.number > :after and r.pdf is not null
            order by r.number limit :size""";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};
    private static final TypeReference<List<RowError>> ERRORS = new TypeReference<>() {};

    private final Session session;

    ImportRowTable(Session session) {
        this.session = session;
    }

    /**
     * A row with what an erasure finds it by.
     *
     * @param identityKey of the student; the names, when the row has no more; {@code #} and the reference of the student,
     *     when the row has no names
     * @param subject what only one row of the file may be about; null when rows may repeat it
     * @param reference of the enrollment, by which a dry run finds the row
     * @param studentReference given to a new student or naming one, by which a dry run finds the row
     */
    record NewRow(
            StagedRow row,
            @Nullable String identityKey,
            @Nullable String ine,
            @Nullable UUID studentId,
            @Nullable UUID enrollmentId,
            @Nullable String subject,
            @Nullable String reference,
            @Nullable String studentReference) {

        /** The index refuses longer texts. No student has such a long name. */
        private static final int MAX_INDEXED = 600;

        NewRow {
            identityKey = indexable(identityKey);
            ine = indexable(ine);
            reference = indexable(reference);
            studentReference = indexable(studentReference);
        }

        private static @Nullable String indexable(@Nullable String text) {
            return text == null || text.length() > MAX_INDEXED ? null : text;
        }

        static NewRow of(StagedRow row, @Nullable String identityKey, @Nullable String ine, @Nullable UUID studentId) {
            return new NewRow(row, identityKey, ine, studentId, null, null, null, null);
        }

        static NewRow ofEnrollment(
                StagedRow row, @Nullable String identityKey, @Nullable UUID enrollmentId, @Nullable String subject) {
            return new NewRow(row, identityKey, null, null, enrollmentId, subject, null, null);
        }

        NewRow referring(@Nullable String toEnrollment, @Nullable String toStudent) {
            return new NewRow(row, identityKey, ine, studentId, enrollmentId, subject, toEnrollment, toStudent);
        }
    }

    /** False when the job was purged. */
    boolean append(UUID job, List<NewRow> rows, Instant now) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
                insert.setObject(1, now.atOffset(ZoneOffset.UTC));
                insert.setObject(2, job);
                new Columns<>(rows)
                        .add("int4", row -> row.row().number())
                        .add(
                                "text",
                                row -> JsonColumns.write(
                                        Objects.requireNonNull(row.row().cells())))
                        .add("text", row -> row.row().outcome())
                        .add("text", row -> write(row.row().errors()))
                        .add("text", NewRow::identityKey)
                        .add("text", NewRow::ine)
                        .add("uuid", NewRow::studentId)
                        .add("uuid", NewRow::enrollmentId)
                        .add("text", NewRow::subject)
                        .add("text", NewRow::reference)
                        .add("text", NewRow::studentReference)
                        .bind(insert, 3);
                return insert.executeUpdate() == rows.size();
            }
        });
    }

    /** Locks the rows after this number. */
    List<StagedRow> next(UUID job, int after, int size) {
        return query(NEXT)
                .setParameter("job", job)
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultStream()
                .map(this::row)
                .toList();
    }

    /** The numbers of those rows whose subject an earlier row of the file has. */
    Set<Integer> repeatedSubjects(UUID job, List<StagedRow> rows) {
        return Set.copyOf(session.createNativeQuery(REPEATED, Integer.class)
                .setParameter("job", job)
                .setParameter("numbers", rows.stream().map(StagedRow::number).toArray(Integer[]::new))
                .getResultList());
    }

    /** Those of these subjects that earlier rows of the file have, which were not refused. */
    Set<String> subjectsBefore(UUID job, int before, Collection<String> subjects) {
        return Set.copyOf(session.createNativeQuery(SUBJECTS, String.class)
                .setParameter("job", job)
                .setParameter("before", before)
                .setParameter("subjects", subjects.toArray(String[]::new))
                .getResultList());
    }

    /** @param subjects by the numbers of their rows */
    void replaceSubjects(UUID job, Map<Integer, String> subjects) {
        List<Integer> numbers = List.copyOf(subjects.keySet());
        session.createNativeMutationQuery(REPLACE_SUBJECTS)
                .setParameter("job", job)
                .setParameter("numbers", numbers.toArray(Integer[]::new))
                .setParameter("subjects", numbers.stream().map(subjects::get).toArray(String[]::new))
                .executeUpdate();
    }

    /** What rows of one file may have in common. References are known of a dry run only. */
    record Relation(
            Set<String> identities,
            Set<String> ines,
            Set<UUID> students,
            Set<String> studentReferences,
            Set<String> references) {

        static Relation of(Collection<StudentData> data, Set<UUID> students) {
            Relation relation = empty();
            data.forEach(relation::add);
            relation.students.addAll(students);
            return relation;
        }

        static Relation of(Collection<EnrollmentRequest> requests) {
            Relation relation = empty();
            requests.forEach(relation::add);
            return relation;
        }

        private static Relation empty() {
            return new Relation(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        }

        private void add(StudentData student) {
            identities.add(student.identityKey());
            add(ines, student.ine());
        }

        void add(EnrollmentRequest request) {
            StudentData student = request.student();
            if (student != null) {
                add(student);
            }
            add(students, request.studentId());
            add(studentReferences, request.givenOrNamedStudentReference());
            add(references, request.reference());
        }

        private static <T> void add(Set<T> all, @Nullable T one) {
            if (one != null) {
                all.add(one);
            }
        }
    }

    /** The earlier rows of the file that registered or updated a student and have this in common. */
    List<StagedRow> related(UUID job, int before, Relation by) {
        return related(RELATED_ROWS, job, before, by, List.of(RowOutcome.ACCEPTED, RowOutcome.UPDATED));
    }

    /** The earlier rows of a dry run that would have registered a student and have this in common, at most 2000. */
    List<StagedRow> predicted(UUID job, int before, Relation by) {
        return related(MOST_RELATED_ROWS, job, before, by, List.of(RowOutcome.ACCEPTED));
    }

    private List<StagedRow> related(String sql, UUID job, int before, Relation by, List<RowOutcome> outcomes) {
        return query(sql)
                .setParameter("job", job)
                .setParameter("before", before)
                .setParameter("identities", by.identities().toArray(String[]::new))
                .setParameter("ines", by.ines().toArray(String[]::new))
                .setParameter("students", by.students().toArray(UUID[]::new))
                .setParameter("studentReferences", by.studentReferences().toArray(String[]::new))
                .setParameter("references", by.references().toArray(String[]::new))
                .setParameterList(
                        "outcomes", outcomes.stream().map(RowOutcome::name).toList())
                .getResultStream()
                .map(this::row)
                .toList();
    }

    /** The earlier rows of the file that were accepted for the enrollment, at most the last 20. */
    List<StagedRow> acceptedOf(UUID job, UUID enrollment, int before) {
        return query(ACCEPTED_OF)
                .setParameter("enrollment", enrollment)
                .setParameter("job", job)
                .setParameter("before", before)
                .getResultStream()
                .map(this::row)
                .toList();
    }

    void saveOutcomes(UUID job, List<StagedRow> rows) {
        session.doWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(SAVE)) {
                int last = new Columns<>(rows)
                        .add("int4", StagedRow::number)
                        .add("text", StagedRow::outcome)
                        .add("text", row -> write(row.errors()))
                        .add("uuid", StagedRow::enrollmentId)
                        .add("uuid", StagedRow::studentId)
                        .add("uuid", StagedRow::existingId)
                        .add("text", StagedRow::state)
                        .add("text", row -> write(row.possibleDuplicates()))
                        .add("text", row -> write(row.changedColumns()))
                        .bind(update, 1);
                update.setObject(last, job);
                update.executeUpdate();
            }
        });
    }

    /** @param outcomes null for rows with any outcome */
    List<StagedRow> page(UUID job, int after, @Nullable Collection<RowOutcome> outcomes, int size) {
        Conditions conditions = new Conditions()
                .equal("job_id", job)
                .after("number", after)
                .matching(
                        "coalesce(outcome, 'PENDING') = any (?)",
                        outcomes == null
                                ? null
                                : outcomes.stream().map(RowOutcome::name).toArray(String[]::new));
        NativeQuery<Tuple> query = query("select * from import_row where " + conditions.query() + " order by number");
        conditions.parameters().forEach(query::setParameter);
        return query.setMaxResults(size).getResultStream().map(this::row).toList();
    }

    record PaperFile(int number, String student, byte[] pdf) {

        /** In a folder with those of other students. */
        String name() {
            return "%03d-%s.pdf".formatted(number, student.replaceAll("[^\\p{L}\\p{N}]+", "-"));
        }
    }

    void savePaper(UUID job, int row, byte[] pdf) {
        session.createNativeMutationQuery("update import_row set pdf = :pdf where job_id = :job and number = :row")
                .setParameter("pdf", pdf)
                .setParameter("job", job)
                .setParameter("row", row)
                .executeUpdate();
    }

    List<PaperFile> papers(UUID job, int after, int size) {
        return session.createNativeQuery(PAPERS, PaperFile.class)
                .setParameter("job", job)
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
    }

    record PersonalRow(UUID job, StagedRow row) {}

    /** The rows that have cells, in the order of their keys. */
    List<PersonalRow> read(Collection<ImportRowKey> keys) {
        return query(ROWS)
                .setParameter("jobs", keys.stream().map(ImportRowKey::job).toArray(UUID[]::new))
                .setParameter("numbers", keys.stream().map(ImportRowKey::number).toArray(Integer[]::new))
                .getResultStream()
                .map(row -> new PersonalRow(row.get("job_id", UUID.class), row(row)))
                .toList();
    }

    /** Removes the cells, and the reasons, which quote cells. The outcomes stay: they identify nobody. */
    int erase(Collection<ImportRowKey> keys) {
        return session.createNativeMutationQuery(ERASE)
                .setParameter("jobs", keys.stream().map(ImportRowKey::job).toArray(UUID[]::new))
                .setParameter("numbers", keys.stream().map(ImportRowKey::number).toArray(Integer[]::new))
                .executeUpdate();
    }

    private NativeQuery<Tuple> query(String sql) {
        return session.createNativeQuery(sql, Tuple.class);
    }

    private StagedRow row(Tuple row) {
        @Nullable String cells = row.get("cells", String.class);
        @Nullable String outcome = row.get("outcome", String.class);
        @Nullable String errors = row.get("errors", String.class);
        @Nullable String state = row.get("state", String.class);
        @Nullable String duplicates = row.get("possible_duplicates", String.class);
        @Nullable String changed = row.get("changed_columns", String.class);
        return new StagedRow(
                row.get("number", Integer.class),
                cells == null ? null : JsonColumns.read(cells, TEXTS),
                outcome == null ? null : RowOutcome.valueOf(outcome),
                errors == null ? List.of() : JsonColumns.read(errors, ERRORS),
                row.get("enrollment_id", UUID.class),
                row.get("student_id", UUID.class),
                row.get("existing_id", UUID.class),
                state == null ? null : EnrollmentState.valueOf(state),
                duplicates == null ? List.of() : JsonColumns.read(duplicates, IDS),
                changed == null ? List.of() : JsonColumns.read(changed, TEXTS));
    }

    private static @Nullable String write(@Nullable List<?> values) {
        return values == null || values.isEmpty() ? null : JsonColumns.write(values);
    }
}
