package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The rows of files. A row that was not accepted has no ids; it is found by the identity in its cells. Rows of other
 * partners are left out; those that an officer sent are included. The priority makes it the first source: a later source
 * erases the identity of the student.
 *
 * <p>The identities are read first and become parameters: PostgreSQL then compares them with its statistics. For a join
 * with old statistics it expects many rows, and reads all rows of all files. For the same reason each condition has its
 * own part of the union.
 */
@ApplicationScoped
@Priority(1)
class ImportPersonalData implements PersonalDataSource {

    private static final String IDENTITIES = """
            select identity.key, s.partner_id from student s
            cross join lateral (values (s.identity_key), ('#' || s.reference),
              (split_part(s.identity_key, '|', 1) || '|' || split_part(s.identity_key, '|', 2))) identity (key)
            where s.id = any (:students) and identity.key is not null""";

    private static final String INES =
            "select s.ine, s.partner_id from student s where s.id = any (:students) and s.ine is not null";

    /** The keys alone, for the index, then the pairs. */
    private static final String FIND = """
            select r.job_id, r.number from import_row r where r.student_id = any (:students)
            union
            select r.job_id, r.number from import_row r where r.enrollment_id = any (:enrollments)
            union
            select r.job_id, r.number from import_row r where r.identity_key = any (:keys)
              and (r.partner_id is null
                   or (r.identity_key, r.partner_id) in (select * from unnest(:keys, :partnersOfKeys)))
            union
            select r.job_id, r.number from import_row r where r.ine = any (:ines)
              and (r.partner_id is null or (r.ine, r.partner_id) in (select * from unnest(:ines, :partnersOfInes)))""";

    private final Session session;
    private final ImportRowTable rows;

    ImportPersonalData(Session session, ImportRowTable rows) {
        this.session = session;
        this.rows = rows;
    }

    /** A row of a file that names the student. */
    @Schema(name = "ExportedImportRow")
    record View(
            UUID importId,
            int number,
            @Nullable RowOutcome outcome,
            @Nullable List<String> cells) {}

    @Override
    public String section() {
        return "importRows";
    }

    /** Row-level security limits the rows to the scope of the caller. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return rows.read(find(person)).stream()
                .map(found -> new View(
                        found.job(),
                        found.row().number(),
                        found.row().outcome(),
                        found.row().cells()))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return rows.erase(find(person));
    }

    /** A text that identifies a student in the files of its partner. */
    private record Identity(String key, UUID partner) {}

    private List<ImportRowKey> find(Person person) {
        UUID[] students = person.studentIds().toArray(UUID[]::new);
        List<Identity> identities = identities(IDENTITIES, students);
        List<Identity> ines = identities(INES, students);
        return session.createNativeQuery(FIND, ImportRowKey.class)
                .setParameter("students", students)
                .setParameter("enrollments", person.enrollmentIds().toArray(UUID[]::new))
                .setParameter("keys", keys(identities))
                .setParameter("partnersOfKeys", partners(identities))
                .setParameter("ines", keys(ines))
                .setParameter("partnersOfInes", partners(ines))
                .getResultList();
    }

    private List<Identity> identities(String sql, UUID[] students) {
        return session.createNativeQuery(sql, Identity.class)
                .setParameter("students", students)
                .getResultList();
    }

    private static String[] keys(List<Identity> identities) {
        return identities.stream().map(Identity::key).toArray(String[]::new);
    }

    private static UUID[] partners(List<Identity> identities) {
        return identities.stream().map(Identity::partner).toArray(UUID[]::new);
    }
}
