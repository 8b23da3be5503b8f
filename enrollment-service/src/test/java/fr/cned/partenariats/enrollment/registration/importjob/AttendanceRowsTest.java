package fr.cned.partenariats.enrollment.registration.importjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance;
import jakarta.validation.Validation;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttendanceRowsTest {

    private static final UUID SITE = UUID.randomUUID();

    private final AttendanceRows parser =
            new AttendanceRows(Validation.buildDefaultValidatorFactory().getValidator());

    private AttendanceRows.Parsed parse(String row) throws IOException {
        RowSource rows = ImportFile.opened(
                ImportKind.ATTENDANCE, "csv", "enrollmentId;référence;semaine;heures;site\n" + row + '\n');
        return parser.parse(rows.sheet(), rows.next().cells(), SITE);
    }

    @Test
    void aRowNamesTheEnrollmentByItsReference() throws IOException {
        BulkAttendance.Row row = parse(";E-17;2026-W38;26,5").row();
        assertThat(row.siteId()).isEqualTo(SITE);
        assertThat(row.enrollmentId()).isNull();
        assertThat(row.reference()).isEqualTo("E-17");
        assertThat(row.week()).hasToString("2026-W38");
        assertThat(row.hours()).isEqualTo(new BigDecimal("26.5"));
    }

    @Test
    void theIdOfTheEnrollmentAndTheSiteOfTheRowComeFirst() throws IOException {
        UUID enrollment = UUID.randomUUID();
        UUID site = UUID.randomUUID();
        BulkAttendance.Row row = parse(enrollment + ";E-17;2026-W38;0;" + site).row();
        assertThat(row.enrollmentId()).isEqualTo(enrollment);
        assertThat(row.reference()).isNull();
        assertThat(row.siteId()).isEqualTo(site);
    }

    /** Without parameters of the query. */
    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/x-ndjson"})
    void theExampleOfTheContractIsComplete(String mediaType) throws IOException {
        RowSource rows = ImportFile.exampleOf(ImportKind.ATTENDANCE, "/v1/imports/attendance", mediaType);
        AttendanceRows.Parsed parsed = parser.parse(rows.sheet(), rows.next().cells(), null);
        assertThat(parsed.faults()).isEmpty();
        assertThat(parsed.row().hours()).isEqualTo(new BigDecimal("26.5"));
    }

    @Test
    void allFaultsOfARowAreFoundAtOnce() throws IOException {
        assertThat(parse(";;2026-W99;168,01").faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactlyInAnyOrder(
                        tuple("/enrollmentId", "required"),
                        tuple("/week", "no-such-week"),
                        tuple("/hours", "out-of-range"));
        assertThat(parse("x;;;many;y").faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactlyInAnyOrder(
                        tuple("/enrollmentId", "wrong-type"),
                        tuple("/week", "required"),
                        tuple("/hours", "wrong-type"),
                        tuple("/siteId", "wrong-type"));
    }

    /** The index of subjects has a limit. */
    @Test
    void aReferenceHasTheLimitsOfReferences() throws IOException {
        assertThat(parse(";" + "x".repeat(65) + ";2026-W38;1").faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/reference", "invalid-reference"));
        assertThat(parse(";E-17;2026-W38;1;;x").faults())
                .extracting(Violation::code)
                .containsExactly("wrong-number-of-cells");
    }
}
