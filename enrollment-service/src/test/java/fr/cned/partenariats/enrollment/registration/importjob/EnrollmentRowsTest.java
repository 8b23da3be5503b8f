package fr.cned.partenariats.enrollment.registration.importjob;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource.RawRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.student.ApprenticeSifa;
import fr.cned.partenariats.enrollment.student.Guardian;
import fr.cned.partenariats.enrollment.student.PostalAddress;
import fr.cned.partenariats.enrollment.student.Sex;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.validation.Validation;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentRowsTest {

    private static final UUID AGREEMENT = UUID.randomUUID();
    private static final UUID OFFERING = UUID.randomUUID();

    private final EnrollmentRows parser = new EnrollmentRows(
            Validation.buildDefaultValidatorFactory().getValidator(),
            Clock.fixed(Instant.parse("2026-11-25T11:00:00Z"), ZoneOffset.UTC));

    private EnrollmentRows.Parsed parse(RowSource source) throws IOException {
        RawRow row = source.next();
        return parser.parse(source.sheet(), row.cells(), AGREEMENT, true);
    }

    private EnrollmentRows.Parsed csv(String header, String row) throws IOException {
        return parse(ImportFile.opened(
                ImportKind.ENROLLMENTS, "csv", header + ";offeringId\n" + row + ';' + OFFERING + '\n'));
    }

    private EnrollmentRows.Parsed student(String header, String row) throws IOException {
        return csv("nom;prénoms;né le;lieu de naissance;" + header, "Le Goff;Maëlle;06/05/2004;Quimper;" + row);
    }

    @Test
    void aRowBecomesTheRequestOfARegistration() throws IOException {
        EnrollmentRequest request = student(
                        "référence;référence de l'étudiant;courriel;fonctionnaire;niveau de diplôme;financement;financeur;"
                                + "montant;financement2;montant2",
                        "2026-1;E-17; m@example.org ;Oui;5;opco;Opco Bretagne;1 000,50;INDIVIDUAL;12")
                .request();

        assertThat(request.agreementId()).isEqualTo(AGREEMENT);
        assertThat(request.offeringId()).isEqualTo(OFFERING);
        assertThat(request.reference()).isEqualTo("2026-1");
        assertThat(request.studentReference()).isNull();
        assertThat(request.student().reference()).isEqualTo("E-17");
        assertThat(request.student().birthDate()).isEqualTo(LocalDate.of(2004, 5, 6));
        assertThat(request.student().email()).isEqualTo("m@example.org");
        assertThat(request.student().diplomaLevel()).isEqualTo(5);
        assertThat(request.student().situation().civilServant()).isTrue();
        assertThat(request.fundings())
                .extracting(line -> line.kind(), line -> line.funder(), line -> line.amount())
                .containsExactly(
                        tuple(FundingKind.OPCO, "Opco Bretagne", new BigDecimal("1000.50")),
                        tuple(FundingKind.INDIVIDUAL, null, new BigDecimal("12")));
    }

    @Test
    void theOptionalFieldsOfAStudentAreReadInFrench() throws IOException {
        String birth = LocalDate.now(ZoneOffset.UTC).minusYears(16).toString();
        StudentData student = csv(
                        "nom;prénoms;né le;lieu de naissance;nom d’usage;civilité;nationalité;code Insee de naissance;"
                                + "téléphone;adresse;adresse 2;code postal;ville;pays;responsable légal;"
                                + "téléphone du responsable légal;courriel du responsable légal",
                        "Le Goff;Maëlle;" + birth
                                + ";Quimper;Le Bihan;Mme;Française;29233;06 12 34 56 78;12 rue du Port;Appartement 3;1000;"
                                + "Bruxelles;Belgique;Anne Le Goff;+32 2 123 45 67;anne@example.org")
                .request()
                .student();

        assertThat(student.usageName()).isEqualTo("Le Bihan");
        assertThat(student.sex()).isEqualTo(Sex.F);
        assertThat(student.nationality()).isEqualTo("FR");
        assertThat(student.birthPlaceCode()).isEqualTo("29233");
        assertThat(student.telephone()).isEqualTo("+33612345678");
        assertThat(student.address())
                .isEqualTo(new PostalAddress(List.of("12 rue du Port", "Appartement 3"), "1000", "Bruxelles", "BE"));
        assertThat(student.guardian()).isEqualTo(new Guardian("Anne Le Goff", "anne@example.org", "+3221234567"));
    }

    @Test
    void theOptionalFieldsOfAStudentAreReadInEnglish() throws IOException {
        StudentData student = student(
                        "usageName;sex;nationality;birthPlaceCode;telephone;addressLine;addressLine4;postalCode;city;"
                                + "country;guardianName;guardianEmail;guardianTelephone",
                        "Le Bihan;M;BE;99131;0612345678;1 rue A;Lieu-dit B;29000;Quimper;fr;;;")
                .request()
                .student();

        assertThat(student.sex()).isEqualTo(Sex.M);
        assertThat(student.nationality()).isEqualTo("BE");
        assertThat(student.address())
                .isEqualTo(new PostalAddress(List.of("1 rue A", "Lieu-dit B"), "29000", "Quimper", null));
        assertThat(student.guardian()).isNull();
    }

    @Test
    void theDataForSifaAreReadByTheirFrenchNamesAndByThoseOfSifa() throws IOException {
        ApprenticeSifa sifa = student(
                        "apprenti;année de formation;code Insee de résidence;situation avant l'apprentissage;"
                                + "dernier diplôme obtenu;SIT_N_1;ETAB_N_1",
                        "oui;1A;17300;31;08;3033;017")
                .request()
                .student()
                .sifa();

        assertThat(sifa).isEqualTo(new ApprenticeSifa("1A", "17300", "31", "08", "3033", "017"));
        assertThat(student("apprenti;AN_FORM;SIT_N_1", "oui;;")
                        .request()
                        .student()
                        .sifa())
                .isNull();
    }

    @Test
    void aCountryAloneIsNoAddress() throws IOException {
        assertThat(student("adresse;code postal;ville;pays", ";;;France")
                        .request()
                        .student()
                        .address())
                .isNull();
    }

    @Test
    void faultsOfTheOptionalFieldsNameTheirColumns() throws IOException {
        RowSource source = ImportFile.opened(
                ImportKind.ENROLLMENTS,
                "csv",
                "nom;prénoms;né le;lieu de naissance;sexe;pays;code postal;ville;responsable légal;session\n"
                        + "Le Goff;Maëlle;06/05/2004;Quimper;autre;Atlantide;29300;Quimper;Anne;" + OFFERING + '\n');
        Sheet sheet = source.sheet();
        assertThat(RowError.of(parse(source).faults(), sheet))
                .extracting(RowError::code, RowError::column)
                .containsExactlyInAnyOrder(
                        tuple("wrong-type", "sexe"),
                        tuple("required", "adresse"),
                        tuple("invalid-country", "pays"),
                        tuple("invalid-guardian-of-minor", "responsable légal"));
    }

    /** Without parameters of the query. */
    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/x-ndjson"})
    void theExampleOfTheContractIsComplete(String mediaType) throws IOException {
        RowSource source = ImportFile.exampleOf(ImportKind.ENROLLMENTS, "/v1/imports", mediaType);
        EnrollmentRows.Parsed parsed =
                parser.parse(source.sheet(), source.next().cells(), null, false);
        assertThat(parsed.faults()).isEmpty();
        assertThat(parsed.request()).isNotNull();
    }

    @Test
    void withoutNamesTheReferenceNamesARegisteredStudent() throws IOException {
        EnrollmentRequest request = csv("studentReference", "E-17").request();
        assertThat(request.student()).isNull();
        assertThat(request.studentReference()).isEqualTo("E-17");
    }

    @Test
    void aRowWithItsOwnAgreementKeepsIt() throws IOException {
        UUID own = UUID.randomUUID();
        assertThat(csv("studentReference;convention", "E-17;" + own).request().agreementId())
                .isEqualTo(own);
    }

    @Test
    void aRowMayNameItsObjectsInFrench() throws IOException {
        EnrollmentRows.Row row = parse(ImportFile.opened(
                        ImportKind.ENROLLMENTS,
                        "csv",
                        "référence étudiant;convention;formation;année universitaire;modalité;début de la session;site;"
                                + "financement;montant\n"
                                + "E-17;CNED-2026-00017;bts-mco;2026 / 2027;En présentiel;1/9/2026;L’Atelier;"
                                + "conseil régional;1 250,00 €\n"))
                .row();

        assertThat(row.names())
                .isEqualTo(new RowNames(
                        "CNED-2026-00017",
                        new RowNames.Offering("BTS-MCO", "2026-2027", "ON_SITE", LocalDate.of(2026, 9, 1)),
                        "L’Atelier"));
        assertThat(row.request().agreementId()).isNull();
        assertThat(row.request().fundings().get(0).kind()).isEqualTo(FundingKind.REGION);
        assertThat(row.request().fundings().get(0).amount()).isEqualTo("1250.00");
    }

    @Test
    void anOfferingIsNamedByCodeAndYearOrByItsId() throws IOException {
        String header = "référence étudiant;formation;année;modalité;session\n";
        assertThat(faults(header + "E-17;;;;"))
                .containsExactlyInAnyOrder(tuple("/trainingCode", "required"), tuple("/academicYear", "required"));
        assertThat(faults(header + "E-17;BTS MCO;26-27;soir;"))
                .containsExactlyInAnyOrder(
                        tuple("/trainingCode", "invalid-training-code"),
                        tuple("/academicYear", "invalid-academic-year"),
                        tuple("/modality", "wrong-type"));
        assertThat(faults(header + "E-17;;;;" + OFFERING)).isEmpty();
        assertThat(faults(header + "E-17;BTS MCO;26-27;soir;" + OFFERING)).isEmpty();
    }

    private static final String PAST = "référence étudiant;inscrit le;commencé le;état;terminé le;session\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "01/09/2022;-;-;-;-",
                "01/09/2022;05/09/2022;-;-;ACTIVE",
                "01/09/2022;-;confirmée;-;CONFIRMED",
                "01/09/2022;-;en cours;-;ACTIVE",
                "01/09/2022;05/09/2022;Terminée;31/08/2023;COMPLETED",
                "01/09/2022;-;abandon;12/12/2022;WITHDRAWN",
                "01/09/2022;-;annulée;02/09/2022;CANCELLED"
            })
    void theOfficeGivesTheRealDaysOfThePast(String registered, String started, String state, String ended, String read)
            throws IOException {
        EnrollmentRows.Row row = parse(ImportFile.opened(
                        ImportKind.ENROLLMENTS, "csv", PAST + pastRow(registered, started, state, ended)))
                .row();
        assertThat(row.past().registeredOn()).isEqualTo(LocalDate.of(2022, 9, 1));
        assertThat(row.past().state()).isEqualTo(read == null ? null : EnrollmentState.valueOf(read));
        assertThat(row.past().endedOn() == null).isEqualTo(ended == null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "-;05/09/2022;-;-;/registeredOn;required",
                "01/09/2022;-;terminée;-;/endedOn;required",
                "01/09/2022;-;-;31/08/2023;/state;required",
                "01/09/2022;-;en cours;31/08/2023;/endedOn;past-days-out-of-order",
                "01/09/2022;05/09/2022;annulée;06/09/2022;/startedOn;past-days-out-of-order",
                "06/09/2022;05/09/2022;-;-;/registeredOn;past-days-out-of-order",
                "01/09/2022;05/09/2022;abandon;04/09/2022;/startedOn;past-days-out-of-order",
                "01/09/2022;-;abandon;26/11/2026;/endedOn;past-days-out-of-order",
                "26/11/2026;-;-;-;/registeredOn;past-days-out-of-order",
                "01/09/2022;-;en attente;-;/state;wrong-type",
                "01/09/22;-;-;-;/registeredOn;wrong-type"
            })
    void daysOutOfOrderAreRefused(
            String registered, String started, String state, String ended, String pointer, String code)
            throws IOException {
        assertThat(faults(PAST + pastRow(registered, started, state, ended))).containsExactly(tuple(pointer, code));
    }

    private static String pastRow(String registered, String started, String state, String ended) {
        return Stream.of("E-17", registered, started, state, ended, OFFERING.toString())
                .map(cell -> cell == null ? "" : cell)
                .collect(joining(";"));
    }

    @Test
    void onlyTheOfficeWritesThePast() throws IOException {
        RowSource source =
                ImportFile.opened(ImportKind.ENROLLMENTS, "csv", PAST + pastRow("01/09/2022", null, null, null));
        assertThat(parser.parse(source.sheet(), source.next().cells(), AGREEMENT, false)
                        .faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/registeredOn", "column-of-office"));
        RowSource empty = ImportFile.opened(ImportKind.ENROLLMENTS, "csv", PAST + pastRow(null, null, null, null));
        EnrollmentRows.Parsed row = parser.parse(empty.sheet(), empty.next().cells(), AGREEMENT, false);
        assertThat(row.faults()).isEmpty();
        assertThat(row.row().past()).isNull();
    }

    private List<Tuple> faults(String file) throws IOException {
        return parse(ImportFile.opened(ImportKind.ENROLLMENTS, "csv", file)).faults().stream()
                .map(fault -> tuple(fault.pointer(), fault.code()))
                .toList();
    }

    @Test
    void allFaultsOfARowAreFoundAtOnce() throws IOException {
        assertThat(csv(
                                "nom;prénoms;né le;lieu de naissance;ine;fonctionnaire;financement",
                                "Le\u0007Goff;;31/02/2004;Quimper;xyz;maybe;BANK")
                        .faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactlyInAnyOrder(
                        tuple("/student/familyName", "invalid-text"),
                        tuple("/student/givenNames", "required"),
                        tuple("/student/birthDate", "no-such-day"),
                        tuple("/student/ine", "invalid-ine"),
                        tuple("/student/situation/civilServant", "wrong-type"),
                        tuple("/fundings/0/kind", "wrong-type"));
    }

    @ParameterizedTest
    @CsvSource({"2004-05-06", "06/05/2004", "6/5/2004", "06.05.2004"})
    void daysMayBeWrittenInFrench(String day) throws IOException {
        assertThat(csv("nom;prénoms;né le;lieu de naissance", "A;B;" + day + ";C")
                        .request()
                        .student()
                        .birthDate())
                .isEqualTo(LocalDate.of(2004, 5, 6));
    }

    @Test
    void cellsMayBeMissingAtTheEndButNotBeTooMany() throws IOException {
        Sheet sheet = Sheet.of(ImportKind.ENROLLMENTS, List.of("offeringId", "studentReference", "ine"), ',');
        List<String> cells = List.of(OFFERING.toString(), "E-17");
        assertThat(parser.parse(sheet, cells, AGREEMENT, false).faults()).isEmpty();
        assertThat(parser.parse(sheet, List.of(OFFERING.toString(), "E-17", "", "", ""), AGREEMENT, false)
                        .faults())
                .isEmpty();
        assertThat(parser.parse(sheet, List.of(OFFERING.toString(), "E-17", "", "", "x"), AGREEMENT, false)
                        .faults())
                .extracting(Violation::code)
                .containsExactly("wrong-number-of-cells");
    }

    @Test
    void aJsonObjectIsReadAsTheSameRequest() throws IOException {
        String line = """
                {"reference":"r","offeringId":"%s","student":{"familyName":"Le Goff","givenNames":"Maëlle",\
                "birthDate":"2004-05-06","birthPlace":"Quimper","reference":"E-17","situation":{"civilServant":true}},\
                "fundings":[{"kind":"OPCO","amount":10},{"kind":"INDIVIDUAL","amount":2.5}],"siteId":null}""".formatted(OFFERING);
        EnrollmentRequest request = parse(ndjson(line)).request();
        assertThat(request.student().reference()).isEqualTo("E-17");
        assertThat(request.student().situation().civilServant()).isTrue();
        assertThat(request.fundings()).hasSize(2);
        assertThat(request.agreementId()).isEqualTo(AGREEMENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"colour\":\"red\"}#unknown-field#/colour",
                "{\"student\":{\"familyName\":5}}#wrong-type#/student/familyName",
                "{\"student/familyName\":\"x\"}#unknown-field#/student~1familyName",
                "{\"distinctPerson\":\"yes\"}#wrong-type#/distinctPerson",
                "{\"fundings\":[{\"amount\":\"5\"}]}#wrong-type#/fundings/0/amount",
                "[1]#row-unreadable#''",
                "{\"a\":#row-unreadable#''"
            })
    void aJsonLineThatCannotBeReadCostsOnlyItself(String line, String code, String pointer) throws IOException {
        RowSource rows = ndjson(line + "\n{\"offeringId\":\"" + OFFERING + "\",\"studentReference\":\"E-17\"}");
        RawRow first = rows.next();
        assertThat(first.faults().get(0).code()).isEqualTo(code);
        assertThat(first.faults().get(0).pointer()).isEqualTo(pointer);
        assertThat(parse(rows).faults()).isEmpty();
    }

    @Test
    void aLineWithoutAValueIsNoRow() throws IOException {
        RowSource rows = ndjson("{}\n{\"student\":{},\"offeringId\":\"\"}\n{\"x\":1}\n{}");
        assertThat(Objects.requireNonNull(rows.next()).faults()).hasSize(1);
        assertThat(rows.next()).isNull();
    }

    private static RowSource ndjson(String lines) throws IOException {
        return ImportFile.opened(ImportKind.ENROLLMENTS, "x-ndjson", lines);
    }
}
