package fr.cned.partenariats.enrollment.registration.importjob;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange;
import fr.cned.partenariats.enrollment.enrollment.ExamResult;
import fr.cned.partenariats.enrollment.enrollment.Mention;
import fr.cned.partenariats.enrollment.enrollment.OtherCode;
import fr.cned.partenariats.enrollment.enrollment.RemoteState;
import fr.cned.partenariats.enrollment.enrollment.ResultState;
import fr.cned.partenariats.enrollment.enrollment.SiteChangeRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource;
import jakarta.validation.Validation;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeRowsTest {

    private static final String HEADER =
            "référence;action;date;motif;site;mention;moyenne;session d'examen;académie;décision du jury;crédits ECTS;heures suivies\n";

    private final ChangeRows parser =
            new ChangeRows(Validation.buildDefaultValidatorFactory().getValidator());

    private ChangeRows.Parsed parse(String header, String row, boolean isOffice) throws IOException {
        RowSource rows = ImportFile.opened(ImportKind.CHANGES, "csv", header + row + '\n');
        return parser.parse(rows.sheet(), rows.next().cells(), isOffice);
    }

    private ChangeRows.Parsed parse(String row) throws IOException {
        return parse(HEADER, row, true);
    }

    private String faults(String row, boolean isOffice) throws IOException {
        return parse(HEADER, row, isOffice).faults().stream()
                .map(fault -> fault.code() + ' ' + fault.pointer())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Test
    void aResultHasItsDetailsAsPeopleWriteThem() throws IOException {
        ChangeRows.Row row = parse("R-1;Réussite;;;;Très bien;13,5;6/2027;rennes;05/07/2027;60;1 200")
                .row();
        assertThat(row.name().reference()).isEqualTo("R-1");
        assertThat(row.change())
                .isEqualTo(new EnrollmentChange.Completion(
                        new ExamResult(
                                ResultState.PASSED,
                                Mention.TRES_BIEN,
                                new BigDecimal("13.50"),
                                "2027-06",
                                "Rennes",
                                LocalDate.of(2027, 7, 5),
                                60,
                                1200),
                        null));
    }

    @ParameterizedTest
    @CsvSource({
        "réussite, PASSED",
        "admise, PASSED",
        "échec, FAILED",
        "AJOURNÉ, FAILED",
        "terminé, UNKNOWN",
        "COMPLETED, UNKNOWN"
    })
    void aWordNamesTheResult(String word, ResultState state) throws IOException {
        EnrollmentChange change = parse("R-1;" + word).row().change();
        assertThat(((EnrollmentChange.Completion) change).result().state()).isEqualTo(state);
    }

    @Test
    void aWithdrawalHasADayAndAReason() throws IOException {
        assertThat(parse("R-1;retrait;12/03/2027;déménagement").row().change())
                .isEqualTo(new EnrollmentChange.Withdrawal("déménagement", LocalDate.of(2027, 3, 12)));
    }

    @Test
    void aChangeOfSiteHasANameOrAnId() throws IOException {
        UUID id = UUID.randomUUID();
        ChangeRows.Row named = parse("R-1;changement de site;;plus près;Évry").row();
        assertThat(named.site()).isEqualTo("Évry");
        ChangeRows.Row withId = parse("R-1;SITE_CHANGE;;plus près;" + id).row();
        assertThat(withId.site()).isNull();
        assertThat(withId.change()).isEqualTo(new EnrollmentChange.Move(new SiteChangeRequest(id, null, "plus près")));
    }

    @Test
    void anotherSystemHasACodeOrAState() throws IOException {
        String header = "référence;action;état chez le partenaire;type de code;autre code;motif\n";
        assertThat(parse(header, "R-1;autre système;inscrite;moodle;U-17", false)
                        .row()
                        .change())
                .isEqualTo(new EnrollmentChange.OtherSystem(new OtherCode("moodle", "U-17"), RemoteState.ASSOCIATED));
        assertThat(parse(header, "R-1;OTHER_SYSTEM;QUEUED", false).row().change())
                .isEqualTo(new EnrollmentChange.OtherSystem(null, RemoteState.QUEUED));
        assertThat(parse(header, "R-1;autre système;;Moodle;", false).faults())
                .extracting(fault -> fault.code() + ' ' + fault.pointer())
                .containsExactlyInAnyOrder("invalid-value /otherCodeType", "required /otherCode");
        assertThat(parse(header, "R-1;autre système;;;;x", false).faults())
                .extracting(fault -> fault.code() + ' ' + fault.pointer())
                .containsExactlyInAnyOrder("required /remoteState", "column-not-of-action /reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aucun", "Aucun site", "none", "sans site"})
    void aWordMeansNoSite(String word) throws IOException {
        ChangeRows.Row row = parse("R-1;mutation;;à la maison;" + word).row();
        assertThat(row.site()).isNull();
        assertThat(row.change()).isEqualTo(new EnrollmentChange.Move(new SiteChangeRequest(null, null, "à la maison")));
    }

    @Test
    void aStudentATrainingAndAYearNameTheEnrollment() throws IOException {
        String header = "numéro étudiant;formation;année;action\n";
        EnrollmentName name =
                parse(header, "E-1;bts-mco;2026/2027;échec", true).row().name();
        assertThat(name.studentReference()).isEqualTo("E-1");
        assertThat(name.trainingCode()).isEqualTo("BTS-MCO");
        assertThat(name.academicYear()).isEqualTo("2026-2027");
        assertThat(parse(header, "E-1;;;échec", true).faults())
                .extracting(Violation::pointer)
                .containsExactly("/trainingCode", "/academicYear");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "R-1;retrait                              | required /reason",
                "R-1;changement de site;;x                | required /siteId",
                "R-1;disparu                              | wrong-type /action",
                "R-1;;                                    | required /action",
                ";retrait;;x                              | required /reference",
                "R-1;retrait;;x;;;12                      | column-not-of-action /score",
                "R-1;échec;01/01/2027                     | column-not-of-action /effectiveOn",
                "R-1;retrait;;x;;;;;;;60;640              | column-not-of-action /ects, column-not-of-action /hours",
                "R-1;échec;;;;;;;;;1,5;-1                 | out-of-range /ects, out-of-range /hours"
            })
    void eachFaultOfARowIsNamed(String row, String expected) throws IOException {
        assertThat(faults(row, true)).isEqualTo(expected);
    }

    @Test
    void aWrongDetailOfAResultIsNamed() throws IOException {
        assertThat(parse("R-1;réussite;;;;parfait;21;juin;Rome").faults())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/mention", "/score", "/examSession", "/academy");
    }

    @Test
    void onlyTheOfficeRecordsResults() throws IOException {
        assertThat(faults("R-1;réussite", false)).isEqualTo("action-of-office /action");
        assertThat(faults("R-1;retrait;;x", false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/x-ndjson"})
    void theExampleOfTheContractIsComplete(String mediaType) throws IOException {
        RowSource rows = ImportFile.exampleOf(ImportKind.CHANGES, "/v1/imports/changes", mediaType);
        assertThat(parser.parse(rows.sheet(), rows.next().cells(), true).faults())
                .isEmpty();
    }
}
