package fr.cned.partenariats.enrollment.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Under row-level security, as the service runs its statements. An erasure finds the rows of a person in the same way. */
@EnrollmentIT
@Tag("nightly")
class ExportCostIT {

    private static final int OTHERS = 5_000;

    /** The enrollments of others have at least 400 pages. */
    private static final long MAX_BLOCKS = 300;

    private static final String ENROLLMENTS_OF_OTHERS = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', cast('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid),
              'person_id', gen_random_uuid(), 'distinct_person', true,
              'academic_year', '2001-2002', 'state', 'COMPLETED'))).*
            from enrollment e, generate_series(1, ?) i where e.id = ?""";

    private static final UUID FILE = UUID.fromString("00000000-0000-7000-8000-00000000f11e");

    private static final String FILE_OF_OTHERS = """
            insert into import_job (id, revision, kind, client, actor, actor_name, dry_run, abort_on_error, columns,
              separator, state, created_at, touched_at, ended_at)
            values (?, 1, 'ENROLLMENTS', 'intake', '{}', 'intake', false, false, '[]', ';', 'DONE', now(), now(), now())""";

    private static final String ROWS_OF_OTHERS = """
            insert into import_row (job_id, number, cells, outcome, identity_key, ine, student_id, enrollment_id)
            select ?, i, '["' || repeat('x', 200) || '"]', 'ACCEPTED', 'OTHER|' || i, 'INE' || i, gen_random_uuid(),
              gen_random_uuid()
            from generate_series(1, ?) i""";

    /** Dead rows would be read by the tests of other lists. */
    @AfterEach
    void deleteRows() {
        World.execute("delete from import_job where id = ?", FILE);
        World.execute("alter table import_row reset (autovacuum_enabled)");
        World.execute("delete from enrollment where academic_year = '2001-2002'");
        World.execute("vacuum analyze enrollment");
    }

    @Test
    void anExportOfAStudentReadsNoEnrollmentOfOthers() {
        World world = World.published();
        UUID enrollment = UUID.fromString(world.enrolled());
        World.execute(ENROLLMENTS_OF_OTHERS, OTHERS, enrollment);
        CountedStatistics.refresh(); // the job would read while the test counts
        World.execute("analyze enrollment");

        assertCostOfExport(world, enrollment);
    }

    /** A file makes the table of rows large before its statistics are gathered again. */
    @Test
    void anExportWithOldStatisticsReadsNoRowOfFilesOfOthers() {
        World world = World.published();
        UUID enrollment = UUID.fromString(world.enrolled());
        World.execute("alter table import_row set (autovacuum_enabled = false)");
        World.execute(FILE_OF_OTHERS, FILE);
        World.execute(ROWS_OF_OTHERS, FILE, 4 * OTHERS);

        assertCostOfExport(world, enrollment);
    }

    private static void assertCostOfExport(World world, UUID enrollment) {
        String student = Api.as(world.token())
                .get("/v1/enrollments/" + enrollment)
                .then()
                .extract()
                .path("studentId");
        SqlCost cost = SqlCost.least(() -> Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/students/" + student + "/export")
                .then()
                .statusCode(200));
        assertThat(cost.blocks()).as(cost.statements()).isLessThan(MAX_BLOCKS);
    }
}
