package fr.cned.partenariats.commons.base.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules themselves, docs/domain.md, "Codes". {@link CodeConstraintsTest} tests the annotations. */
class CodesTest {

    private static Arguments code(String name, Predicate<String> rule, List<String> valid, List<String> invalid) {
        return Arguments.of(name, rule, valid, invalid);
    }

    private static Stream<Arguments> codes() {
        return Stream.of(
                code(
                        "UAI",
                        Uai.Validator::accepts,
                        List.of("0861288H", "0951099D", "0750653C"),
                        List.of("0123456B", "0861288h", "0861288I", "861288H", "08612880H", "0861288", "", "O861288H")),
                code(
                        "SIREN",
                        Siren.Validator::accepts,
                        List.of("732829320", "356000000", "192900769"),
                        List.of("732829321", "73282932", "7328293200", "73282932A", "")),
                code(
                        "SIRET",
                        Siret.Validator::accepts,
                        List.of("73282932000074", "19290076900014"),
                        List.of("12345678912345", "7328293200007", "732829320000744", "7328293200007A", "")),
                code("SIRET of an invalid SIREN", Siret.Validator::accepts, List.of(), List.of("73282932100073")),
                code("SIRET without Luhn", Siret.Validator::accepts, List.of(), List.of("73282932000075")),
                code(
                        "SIRET of La Poste: Luhn, or a digit sum that is a multiple of five",
                        Siret.Validator::accepts,
                        List.of("35600000000048", "35600000049837"),
                        List.of("35600000049838")),
                code(
                        "INE",
                        code -> code.matches(Ine.PATTERN),
                        List.of("086369926RY", "0863699261Y", "0863A69926Y"),
                        List.of("086369926R", "086369926RYY", "086369926ry", "0863B69926Y", "")),
                code(
                        "RNCP",
                        code -> code.matches(Rncp.PATTERN),
                        List.of("RNCP38362", "RNCP1", "RNCP38362BC01"),
                        List.of("RNCP", "RNCP383621", "RNCP38362BC1", "rncp38362", "38362")),
                code("NSF", code -> code.matches(Nsf.PATTERN), List.of("312"), List.of("31", "3121", "31A", " 312")),
                code(
                        "ROME",
                        code -> code.matches(Rome.PATTERN),
                        List.of("A1101", "D1402", "G1703", "N4402"),
                        List.of("O1402", "Z1402", "1402D", "D140", "d1402", "DD1402", "")),
                code(
                        "Formacode",
                        code -> code.matches(Formacode.PATTERN),
                        List.of("34582"),
                        List.of("3458", "345822", "3458A")),
                code(
                        "training code",
                        code -> code.matches(TrainingCode.PATTERN),
                        List.of("BTS-MCO", "DU_2.1"),
                        List.of("B", "bts-mco", "-BTS", "BTS MCO")),
                code(
                        "INSEE code",
                        code -> code.matches(InseeCode.PATTERN),
                        List.of("29233", "2A004", "2B033", "97411"),
                        List.of("2C004", "2923", "292333", "A9233", "2a004", "")),
                code(
                        "department",
                        code -> code.matches(Department.PATTERN),
                        List.of("01", "2A", "77", "974"),
                        List.of("20", "96", "975", "1", "")),
                code(
                        "region",
                        code -> code.matches(RegionName.PATTERN),
                        List.of("Île-de-France", "Corse"),
                        List.of("Ile-de-France", "corse", "")),
                code(
                        "académie",
                        code -> code.matches(Academy.PATTERN),
                        List.of("Rennes", "Orléans-Tours", "La Réunion", "Normandie"),
                        List.of("Orleans-Tours", "rennes", "Caen", "Bretagne", "14", "")),
                code(
                        "academic year",
                        AcademicYear.Validator::accepts,
                        List.of("2026-2027", "1999-2000", "1998-1999", "2099-2100"),
                        List.of("2026-2028", "2026-2026", "2027-2026", "2026/2027", "2026", "26-27", "0000-0001", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codes")
    void acceptsValidAndRefusesInvalidCodes(
            String name, Predicate<String> rule, List<String> valid, List<String> invalid) {
        assertThat(valid).allMatch(rule);
        assertThat(invalid).noneMatch(rule);
    }

    @Test
    void everyNumberHasExactlyOneUaiLetter() {
        assertThat("ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().mapToObj(letter -> "0290001" + (char) letter))
                .filteredOn(Uai.Validator::accepts)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"29233, 29", "2A004, 2A", "2B033, 2B", "97411, 974", "98818, 988", "77305, 77"})
    void theDepartmentComesFromTheInseeCode(String inseeCode, String department) {
        assertThat(Departments.ofMunicipality(inseeCode)).isEqualTo(department);
    }

    @Test
    void everyDepartmentLiesInOneRegion() {
        List<String> departments = Stream.concat(
                        IntStream.rangeClosed(1, 95).filter(n -> n != 20).mapToObj("%02d"::formatted),
                        Stream.of("2A", "2B", "971", "972", "973", "974", "976"))
                .toList();
        assertThat(departments)
                .hasSize(101)
                .allMatch(department -> Region.ofDepartment(department).isPresent());
        assertThat(IntStream.range(0, 1_000).mapToObj(Integer::toString))
                .filteredOn(number -> number.matches(Department.PATTERN))
                .allMatch(number -> Region.ofDepartment(number).isPresent());
        assertThat(departments).allMatch(department -> department.matches(Department.PATTERN));
        assertThat(Stream.of(Region.values()).map(Region::label)).allMatch(label -> label.matches(RegionName.PATTERN));
        assertThat(RegionName.PATTERN.split("\\|", -1)).hasSize(Region.values().length);
        assertThat(Region.ofDepartment("77")).contains(Region.ILE_DE_FRANCE);
        assertThat(Region.ofDepartment("86")).map(Region::code).contains("75");
        assertThat(Stream.of(Region.values()).map(Region::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("\\d{2}"));
        assertThat(Region.ofDepartment("20")).isEmpty();
    }

    @Test
    void computesTheFollowingAcademicYear() {
        assertThat(AcademicYears.following("2026-2027")).isEqualTo("2027-2028");
    }

    @Test
    void everyMessageExistsInBothLanguages() {
        ResourceBundle english = ResourceBundle.getBundle("ContributorValidationMessages", Locale.ROOT);
        ResourceBundle french = ResourceBundle.getBundle("ContributorValidationMessages", Locale.FRENCH);
        assertThat(english.keySet())
                .hasSize(16)
                .allSatisfy(key -> assertThat(french.getString(key)).isNotEqualTo(english.getString(key)));
    }
}
