package fr.cned.partenariats.enrollment.registration.importjob;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.TestStudents;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentsOfFileTest {

    private static final Set<String> LEGOFF = Set.of("identity A", "ine 1");

    private final StudentsOfFile file = new StudentsOfFile();

    @Test
    void anUpdateIsFoundByEachKeyOfTheStudent() {
        file.updates(3, LEGOFF);
        assertThat(file.updating(Set.of("ine 1", "identity B"))).isEqualTo(3);
        assertThat(file.updating(Set.of("ine 2"))).isNull();
    }

    @Test
    void twoRegistrationsAreLeftToTheRules() {
        file.registers(1, LEGOFF);
        assertThat(file.updating(LEGOFF)).isNull();
    }

    @Test
    void anUpdateFindsTheFirstRowOfTheStudent() {
        file.registers(2, LEGOFF);
        file.registers(4, LEGOFF);
        file.updates(5, Set.of("ine 1"));
        assertThat(file.updatingOrRegistering(LEGOFF)).isEqualTo(2);
    }

    @Test
    void studentsOfTwoPartnersAreTwo() {
        StudentData student = TestStudents.data("Le Goff", "Maëlle", "Quimper", "0123456789A", "E-1");
        assertThat(StudentsOfFile.keysOf("one", student))
                .hasSize(3)
                .doesNotContainAnyElementsOf(StudentsOfFile.keysOf("two", student));
    }

    /** The registered student is Maëlle Le Goff, born on 2004-05-06, with the INE 1 and the reference E-1. */
    @ParameterizedTest
    @CsvSource({
        "LE GOFF, Maelle, 2004-05-06, , , true",
        "Martin, Maëlle, 2004-05-06, , , true",
        "Le Goff, Maëlle, 2004-06-05, , E-1, true",
        "Martin, Zoé, 2005-01-01, , E-1, true",
        "Martin, Zoé, 2005-01-01, 1, E-2, true",
        "Le Goff, Maëlle, 2004-05-06, , E-2, false",
        "Martin, Zoé, 2004-05-06, , , false",
        "Le Goff, Zoé, 2005-01-01, , , false"
    })
    void aCorrectionKeepsThePerson(
            String family,
            String given,
            LocalDate birth,
            @Nullable String ine,
            @Nullable String reference,
            boolean isSame) {
        StudentData registered = TestStudents.data("Le Goff", "Maëlle", "Quimper", "1", "E-1");
        assertThat(TestStudents.data(family, given, birth, "Quimper", ine, reference)
                        .maySharePerson(registered))
                .isEqualTo(isSame);
    }
}
