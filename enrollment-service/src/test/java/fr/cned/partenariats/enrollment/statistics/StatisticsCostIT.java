package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Once a second, the statistics read what changed. */
@EnrollmentIT
@Tag("nightly")
class StatisticsCostIT {

    private static final int OTHERS = 5_000;

    /** The enrollments of others have at least 400 pages. */
    private static final long MAX_BLOCKS = 200;

    private static final String ENROLLMENTS_OF_OTHERS = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', gen_random_uuid(), 'person_id', gen_random_uuid(), 'student_id', s.id, 'distinct_person', true,
              'academic_year', '2001-2002', 'state', 'COMPLETED'))).*
            from enrollment e, student s, generate_series(1, ?) i
            where e.id = ? and s.id = (select o.id from student o where o.id <> e.student_id limit 1)""";

    @AfterEach
    void deleteRows() {
        World.execute("delete from enrollment where academic_year = '2001-2002'");
        World.execute("vacuum analyze enrollment");
    }

    @Test
    void aChangedStudentReadsNoEnrollmentOfOthers() {
        World.published().enrolled();
        UUID enrollment = UUID.fromString(World.published().enrolled());
        UUID student = RowSecurity.id("select student_id from enrollment where id = ?", enrollment);
        World.execute(ENROLLMENTS_OF_OTHERS, OTHERS, enrollment);
        World.execute("analyze enrollment");
        CountedStatistics.refresh();

        SqlCost cost = SqlCost.least(() -> {
            CountedStatistics.logged("student", student);
            CountedStatistics.refresh();
        });
        assertThat(cost.blocks()).as(cost.statements()).isLessThan(MAX_BLOCKS);
    }
}
