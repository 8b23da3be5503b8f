package fr.cned.partenariats.enrollment.registration.importjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource;
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
        return parse("enrollmentId;référence;semaine;heures;site\n", row);
    }

    private AttendanceRows.Parsed parse(String header, String row) throws IOException {
        RowSource rows = ImportFile.opened(ImportKind.ATTENDANCE, "csv", header + row + '\n');
        return parser.parse(rows.sheet(), rows.next().cells(), SITE);
    }

    @Test
    void aRowNamesTheEnrollmentByItsReference() throws IOException {
        AttendanceRows.Row row = parse(";E-17;2026-W38;26,5").row();
        assertThat(row.siteId()).isEqualTo(SITE);
        assertThat(row.name().pointer()).isEqualTo("/reference");
        assertThat(row.name().reference()).isEqualTo("E-17");
        assertThat(row.week()).hasToString("2026-W38");
        assertThat(row.hours()).isEqualTo(new BigDecimal("26.5"));
    }

    @Test
    void theIdOfTheEnrollmentAndTheSiteOfTheRowComeFirst() throws IOException {
        UUID enrollment = UUID.randomUUID();
        UUID site = UUID.randomUUID();
        AttendanceRows.Row row = parse(enrollment + ";E-17;2026-W38;0;" + site).row();
        assertThat(row.name().enrollmentId()).isEqualTo(enrollment);
        assertThat(row.name().pointer()).isEqualTo("/enrollmentId");
        assertThat(row.siteId()).isEqualTo(site);
    }

    @Test
    void aRowNamesTheSiteAndTheStudent() throws IOException {
        AttendanceRows.Row row = parse(
                        "numéro étudiant;formation;année;semaine;heures;site\n",
                        "S-1;bts-mco;2026/2027;2026-W38;7;Évry")
                .row();
        assertThat(row.siteId()).isNull();
        assertThat(row.site()).isEqualTo("Évry");
        assertThat(row.name().pointer()).isEqualTo("/studentReference");
        assertThat(row.name().trainingCode()).isEqualTo("BTS-MCO");
        assertThat(row.name().academicYear()).isEqualTo("2026-2027");
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
                        tuple("/reference", "required"),
                        tuple("/week", "no-such-week"),
                        tuple("/hours", "out-of-range"));
        assertThat(parse("x;;;many;y").faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactlyInAnyOrder(
                        tuple("/enrollmentId", "wrong-type"),
                        tuple("/reference", "required"),
                        tuple("/week", "required"),
                        tuple("/hours", "wrong-type"));
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
