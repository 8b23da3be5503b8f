package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.database.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Finds the rows of persons. A row that was not accepted has no ids; it is found by the identity in its cells. Rows of
 * other partners are left out; those that an officer sent are included.
 *
 * <p>The identities are read first and become parameters: PostgreSQL then compares them with its statistics. For a join
 * with old statistics it expects many rows, and reads all rows of all files. For the same reason each condition has its
 * own part of the union.
 */
@ApplicationScoped
class PersonalRowSearch {

    private static final String IDENTITIES = """
            select identity.key, s.partner_id from student s
            cross join lateral (values (s.identity_key), ('#' || s.reference),
              (split_part(s.identity_key, '|', 1) || '|' || split_part(s.identity_key, '|', 2))) identity (key)
            where s.id = any (?) and identity.key is not null""";

    private static final String INES =
            "select s.ine, s.partner_id from student s where s.id = any (?) and s.ine is not null";

    private static final String FIND = """
            select r.job_id, r.number from import_row r where r.student_id = any (?)
            union
            select r.job_id, r.number from import_row r where r.enrollment_id = any (?)
            union
            select r.job_id, r.number from import_row r where r.identity_key = any (?)
              and (r.partner_id is null or (r.identity_key, r.partner_id) in (select * from unnest(?, ?)))
            union
            select r.job_id, r.number from import_row r where r.ine = any (?)
              and (r.partner_id is null or (r.ine, r.partner_id) in (select * from unnest(?, ?)))""";

    private final EntityManager em;

    PersonalRowSearch(EntityManager em) {
        this.em = em;
    }

    /** A text that identifies a student in the files of its partner. */
    private record Identity(String key, UUID partner) {}

    @Transactional(Transactional.TxType.MANDATORY)
    List<ImportRowKey> find(Collection<UUID> students, Collection<UUID> enrollments) {
        return em.unwrap(Session.class).doReturningWork(connection -> {
            List<Identity> identities = identities(connection, IDENTITIES, students);
            List<Identity> ines = identities(connection, INES, students);
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setArray(1, connection.createArrayOf("uuid", students.toArray()));
                query.setArray(2, connection.createArrayOf("uuid", enrollments.toArray()));
                bind(query, 3, identities);
                bind(query, 6, ines);
                List<ImportRowKey> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new ImportRowKey(row.getObject("job_id", UUID.class), row.getInt("number")));
                    }
                }
                return found;
            }
        });
    }

    private static List<Identity> identities(Connection connection, String sql, Collection<UUID> students)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("uuid", students.toArray()));
            List<Identity> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Identity(row.getString(1), row.getObject(2, UUID.class)));
                }
            }
            return found;
        }
    }

    /** The keys alone, for the index, then the pairs. */
    private static void bind(PreparedStatement query, int first, List<Identity> identities) throws SQLException {
        new Columns<>(query, first, identities)
                .add("text", Identity::key)
                .add("text", Identity::key)
                .add("uuid", Identity::partner);
    }
}
