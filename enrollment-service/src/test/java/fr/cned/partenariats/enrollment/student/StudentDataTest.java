package fr.cned.partenariats.enrollment.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import fr.cned.partenariats.commons.base.problem.RequestViolations;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The optional fields of a student. */
class StudentDataTest {

    private static final String NOON = "2026-11-25T11:00:00Z";
    private static final Guardian GUARDIAN = new Guardian("Anne Le Goff", null, "06 12 34 56 78");

    private static StudentData student(LocalDate birth, @Nullable PostalAddress address, @Nullable Guardian guardian) {
        return new StudentData(
                "Le Goff",
                "Maëlle",
                birth,
                "Quimper",
                null,
                null,
                null,
                null,
                null,
                " Le Bihan ",
                Sex.F,
                "FR",
                "2A004",
                "06 12 34 56 78",
                address,
                guardian,
                null);
    }

    private static List<Tuple> faults(StudentData student) {
        return faultsAt(NOON, student);
    }

    /** With the clock of the service, whose zone is that of Paris. */
    private static List<Tuple> faultsAt(String moment, StudentData student) {
        Clock clock = Clock.fixed(Instant.parse(moment), ZoneId.of("Europe/Paris"));
        Validator validator = Validation.byDefaultProvider()
                .configure()
                .clockProvider(() -> clock)
                .buildValidatorFactory()
                .getValidator();
        return RequestViolations.of(validator.validate(student)).violations().stream()
                .map(fault -> tuple(fault.pointer(), fault.code()))
                .toList();
    }

    @Test
    void aGuardianIsAcceptedUntilTheDayBeforeTheEighteenthBirthday() {
        LocalDate eighteenToday = LocalDate.of(2008, 11, 25);

        assertThat(faults(student(eighteenToday.plusDays(1), null, GUARDIAN))).isEmpty();
        assertThat(faults(student(eighteenToday, null, GUARDIAN)))
                .containsExactly(tuple("/guardian", "invalid-guardian-of-minor"));
        assertThat(faults(student(eighteenToday, null, null))).isEmpty();
    }

    @Test
    void halfPastElevenInTheEveningUtcIsTheNextDayInParisInWinter() {
        StudentData eighteenOnNewYear = student(LocalDate.of(2009, 1, 1), null, GUARDIAN);
        assertThat(faultsAt("2026-12-31T22:30:00Z", eighteenOnNewYear)).isEmpty();
        assertThat(faultsAt("2026-12-31T23:30:00Z", eighteenOnNewYear))
                .containsExactly(tuple("/guardian", "invalid-guardian-of-minor"));

        StudentData bornOnNewYearsEve = student(LocalDate.of(2026, 12, 31), null, null);
        assertThat(faultsAt("2026-12-31T22:30:00Z", bornOnNewYearsEve))
                .containsExactly(tuple("/birthDate", "invalid-birth-date"));
        assertThat(faultsAt("2026-12-31T23:30:00Z", bornOnNewYearsEve)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "29300, -, true",
                "29300, FR, true",
                "2930, FR, false",
                "-, FR, false",
                "-, -, false",
                "1000, BE, true",
                "SW1A 1AA, GB, true",
                "-, IE, true",
                "12345-67890, US, false"
            })
    void aPostalCodeHasFiveDigitsInFrance(@Nullable String code, @Nullable String country, boolean valid) {
        PostalAddress address = new PostalAddress(List.of("3 rue du Port"), code, "Quimperlé", country);
        assertThat(faults(student(TestStudents.BIRTH, address, null)))
                .isEqualTo(valid ? List.of() : List.of(tuple("/address/postalCode", "invalid-postal-code")));
    }

    @Test
    void allFaultsAreReported() {
        PostalAddress address = new PostalAddress(List.of(), "29300", " ", "XX");
        LocalDate birth = LocalDate.of(2016, 11, 25);
        assertThat(faults(student(birth, address, new Guardian(" ", "nowhere", "06 12"))))
                .containsExactlyInAnyOrder(
                        tuple("/address/lines", "required"),
                        tuple("/address/city", "required"),
                        tuple("/address/country", "invalid-country"),
                        tuple("/guardian/name", "required"),
                        tuple("/guardian/email", "invalid-email"),
                        tuple("/guardian/telephone", "invalid-telephone"));
    }

    private static StudentData apprentice(ApprenticeSifa sifa) {
        return new StudentData(
                "Le Goff",
                "Maëlle",
                TestStudents.BIRTH,
                "Quimper",
                null,
                null,
                null,
                new StudentSituation(null, true, null, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                sifa);
    }

    private static ApprenticeSifa sifa(String lastYearClass, String lastYearSchool) {
        return new ApprenticeSifa("1A", "2A004", "31", "08", lastYearClass, lastYearSchool);
    }

    @Test
    void dataForSifaWithoutAValueAreNone() {
        assertThat(apprentice(ApprenticeSifa.NONE).sifa()).isNull();
    }

    @Test
    void eachCodeOfSifaIsChecked() {
        assertThat(faults(apprentice(new ApprenticeSifa("7A", "2C004", "91", "16", "1013", "096"))))
                .containsExactlyInAnyOrder(
                        tuple("/sifa/trainingYear", "invalid-value"),
                        tuple("/sifa/residenceCode", "invalid-insee-code"),
                        tuple("/sifa/previousSituation", "invalid-value"),
                        tuple("/sifa/highestDiploma", "invalid-value"),
                        tuple("/sifa/lastYearClass", "invalid-value"),
                        tuple("/sifa/lastYearSchool", "invalid-value"));
    }

    /** The codes of 2024; 1013 and 1015 are withdrawn. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1003 1005 1009 1017 1019 1021 1023 2001 2003 2005 2007",
                "3001 3101 3003 3103 3009 3109 3011 3111 3031 3131 3032 3132 3033 3133 3117 3119 3021 3121 3023 3123",
                "4001 4101 4003 4103 4005 4105 4007 4107 4009 4011 4111 4013 4113 4015 4115 4017 4117 4019 4119",
                "4021 4121 4023 4123 4025 4125 4027 4127 5901 5903 5905 5907 5909 9900 9999"
            })
    void everyClassOfSifaIsAccepted(String classes) {
        for (String code : classes.split(" ", -1)) {
            assertThat(faults(apprentice(sifa(code, "995")))).as(code).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1013", "1015", "3017", "3019", "4109", "5900", "9901", "4", "03033", "2009", "3005"})
    void anotherClassIsRefused(String code) {
        assertThat(faults(apprentice(sifa(code, "995"))))
                .containsExactly(tuple("/sifa/lastYearClass", "invalid-value"));
    }

    @ParameterizedTest
    @CsvSource({
        "001, true",
        "095, true",
        "02A, true",
        "974, true",
        "975, true",
        "988, true",
        "993, true",
        "995, true",
        "0170028N, true",
        "000, false",
        "020, false",
        "096, false",
        "17, false",
        "979, false",
        "992, false",
        "017002, false"
    })
    void aSchoolIsAUaiOrADepartment(String code, boolean valid) {
        assertThat(faults(apprentice(sifa("3033", code))).isEmpty()).isEqualTo(valid);
    }

    @Test
    void textsAreNormalized() {
        StudentData student = student(TestStudents.BIRTH, null, null);
        assertThat(student.usageName()).isEqualTo("Le Bihan");
        assertThat(student.telephone()).isEqualTo("+33612345678");
        assertThat(student.usageKey()).isEqualTo("LEBIHAN|MAELLE");
        assertThat(GUARDIAN.telephone()).isEqualTo("+33612345678");
        assertThat(TestStudents.data("A", "B", "C", null, null).details()).isEqualTo(StudentDetails.NONE);
    }
}
