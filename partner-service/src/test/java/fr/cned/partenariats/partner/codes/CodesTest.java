package fr.cned.partenariats.partner.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of docs/domain.md, "Codes and their rules". */
class CodesTest {

    @ParameterizedTest
    @ValueSource(strings = {"0861288H", "0951099D", "0750653C"})
    void knowsAUaiByItsLetter(String uai) {
        assertThat(Codes.isUai(uai)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456B", "0861288h", "0861288I", "861288H", "08612880H", "0861288", "", "O861288H"})
    void refusesWhatIsNoUai(String uai) {
        assertThat(Codes.isUai(uai)).isFalse();
    }

    @Test
    void everyNumberHasExactlyOneUaiLetter() {
        List<String> valid = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                .chars()
                .mapToObj(letter -> "0290001" + (char) letter)
                .filter(Codes::isUai)
                .toList();
        assertThat(valid).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"732829320", "356000000", "192900769"})
    void knowsASiren(String siren) {
        assertThat(Codes.isSiren(siren)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"732829321", "73282932", "7328293200", "73282932A", ""})
    void refusesWhatIsNoSiren(String siren) {
        assertThat(Codes.isSiren(siren)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"73282932000074", "19290076900014"})
    void knowsASiret(String siret) {
        assertThat(Codes.isSiret(siret)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"35600000000048", "35600000049837"})
    void knowsTheSiretsOfLaPosteByLuhnOrByTheirSum(String siret) {
        assertThat(Codes.isSiret(siret)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678912345", // fails in its SIREN
                "73282932000075", // fails as a whole
                "73282932100073", // passes as a whole, its SIREN does not
                "35600000049838", // La Poste, neither Luhn nor a multiple of five
                "7328293200007",
                "732829320000744",
                "7328293200007A"
            })
    void refusesWhatIsNoSiret(String siret) {
        assertThat(Codes.isSiret(siret)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"29233, 29", "2A004, 2A", "2B033, 2B", "97411, 974", "77305, 77"})
    void theDepartmentComesFromTheInseeCode(String inseeCode, String department) {
        assertThat(Codes.isInseeMunicipality(inseeCode)).isTrue();
        assertThat(Codes.departmentOf(inseeCode)).isEqualTo(department);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2C004", "2923", "292333", "A9233", "2a004", ""})
    void refusesWhatIsNoInseeCode(String inseeCode) {
        assertThat(Codes.isInseeMunicipality(inseeCode)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-2027", "1999-2000", "2021-2022"})
    void knowsAnAcademicYear(String year) {
        assertThat(Codes.isAcademicYear(year)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-2028", "2026-2026", "2026/2027", "2026", "26-27", ""})
    void refusesWhatIsNoAcademicYear(String year) {
        assertThat(Codes.isAcademicYear(year)).isFalse();
    }

    @Test
    void theYearAfterIsTheNextOne() {
        assertThat(Codes.academicYearAfter("2026-2027")).isEqualTo("2027-2028");
    }

    @Test
    void everyDepartmentLiesInOneRegion() {
        List<String> departments = java.util.stream.Stream.concat(
                        java.util.stream.IntStream.rangeClosed(1, 95)
                                .filter(n -> n != 20)
                                .mapToObj("%02d"::formatted),
                        java.util.stream.Stream.of("2A", "2B", "971", "972", "973", "974", "976"))
                .toList();
        assertThat(departments)
                .hasSize(101)
                .allMatch(department -> Region.ofDepartment(department).isPresent());
        assertThat(Region.ofDepartment("77")).contains(Region.ILE_DE_FRANCE);
        assertThat(Region.ofDepartment("20")).isEmpty();
    }
}
