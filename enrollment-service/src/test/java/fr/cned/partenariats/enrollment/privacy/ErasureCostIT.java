package fr.cned.partenariats.enrollment.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An export and an erasure read each table by an index: their cost does not grow with the table. */
@EnrollmentIT
class ErasureCostIT {

    private static final String SOMEBODY = "'00000000-0000-0000-0000-000000000001'";

    @ParameterizedTest
    @CsvSource({
        "absence, enrollment_id",
        "attendance, enrollment_id",
        "attendance_alert, enrollment_id",
        "adaptation, enrollment_id",
        "paper, enrollment_id",
        "dashboard_record, student_id",
        "apprenticeship_contract, enrollment_id",
        "apprenticeship_contract, student_id",
        "student_merge, merged_id",
        "student_merge, survivor_id",
        "student_distinction, student_id",
        "student_distinction, other_id",
        "enrollment, person_id",
        "erasure_receipt, student_id"
    })
    void theRowsOfAPersonAreFoundByAnIndex(String table, String column) throws SQLException {
        assertThat(planOf("select * from " + table + " where " + column + " in (" + SOMEBODY + ")"))
                .contains("Index Cond: (" + column);
    }

    @Test
    void refusedAttemptsAreFoundByAnIndex() throws SQLException {
        assertThat(planOf("select x.at, x.id from enrollment e join transmission_attempt x on x.reference = e.reference"
                        + " where e.id in (" + SOMEBODY + ") and x.reference is not null and x.code is not null"))
                .contains("Index Cond: (reference"); // of few enrollments any index finds the id
    }

    @Test
    void storedAnswersAreFoundByAnIndex() throws SQLException {
        String ids = "array[uuid " + SOMEBODY + "]";
        assertThat(planOf(
                        "select * from idempotency_key where named_ids <> '{}' and id_buckets(named_ids) && id_buckets("
                                + ids + ") and named_ids && " + ids))
                .contains("Index Cond: (id_buckets(named_ids)");
    }

    /** Without sequential scans, which a small table would get. */
    private static String planOf(String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = OwnerDatabase.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off");
            try (ResultSet lines = statement.executeQuery("explain " + query)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }
}
