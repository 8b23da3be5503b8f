package fr.cned.partenariats.enrollment.student;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityKeyTest {

    private static final LocalDate BIRTH = TestStudents.BIRTH;

    @ParameterizedTest
    @CsvSource({
        "Lefèvre, Zoé, Quimperlé",
        "LEFEVRE, ZOE, QUIMPERLE",
        "lefevre, zoe, quimperlé",
        "Le-Fèvre, Zo é, Quimper-lé",
        "Le Fe\u0300vre, Zoe\u0301, Quimperle\u0301"
    })
    void ignoresAccentsCaseAndPunctuation(String familyName, String givenNames, String birthPlace) {
        assertThat(IdentityKey.of(familyName, givenNames, BIRTH, birthPlace))
                .isEqualTo(IdentityKey.of("Lefèvre", "Zoé", BIRTH, "Quimperlé"));
    }

    @ParameterizedTest
    @CsvSource({
        "Lefebvre, Zoé, 2004-05-06, Quimperlé",
        "Lefèvre, Léa, 2004-05-06, Quimperlé",
        "Lefèvre, Zoé, 2004-05-07, Quimperlé",
        "Lefèvre, Zoé, 2004-05-06, Quimper",
        "Zoé, Lefèvre, 2004-05-06, Quimperlé",
        "LefèvreZoé, '', 2004-05-06, Quimperlé",
        "Лефевр, Зоэ, 2004-05-06, Quimperlé"
    })
    void differsWithAnyOtherName(String familyName, String givenNames, LocalDate birth, String birthPlace) {
        assertThat(IdentityKey.of(familyName, givenNames, birth, birthPlace))
                .isNotEqualTo(IdentityKey.of("Lefèvre", "Zoé", BIRTH, "Quimperlé"));
    }

    @ParameterizedTest
    @CsvSource({
        "Œuvrard, OEuvrard",
        "œuvrard, OEUVRARD",
        "Lætitia, Laetitia",
        "Łukasz, Lukasz",
        "Sørensen, Sorensen",
        "Strauß, Strauss",
        "STRAUẞ, strauss",
        "Đorđe, Dorde",
        "Guðmundur, Gudmundur",
        "Þór, Thor",
        "Işık, Isik",
        "Ŋaɓe, Nabe",
        "Ĳsbrand, IJsbrand",
        "ﬁlion, Filion",
        "D’Artagnan, D'Artagnan",
        "Dʼ Artagnan, DArtagnan",
        "Jean‑Pierre, Jean Pierre",
        "Hawaiʻi, Hawaii"
    })
    void transcribesLettersThatUnicodeDoesNotDecompose(String name, String plain) {
        assertThat(IdentityKey.normalized(name))
                .isEqualTo(IdentityKey.normalized(plain))
                .matches("[A-Z]+");
    }

    @Test
    void matchesNoStudentsWithoutIneByIne() {
        Student one = student("Lefèvre", null);
        Student same = student("LEFEVRE", null);
        assertThat(one.hasSameIdentityAs(same)).isTrue();
        assertThat(one.hasSameIneAs(same)).isFalse();
        assertThat(student("Autre", "086369926RY").hasSameIneAs(student("Lefèvre", "086369926RY")))
                .isTrue();
    }

    @Test
    void followsACorrectionOfTheName() {
        Student student = student("Lefèvre", null);
        student.update(data("Martin", null));
        assertThat(student.hasSameIdentityAs(student("martin", null))).isTrue();
    }

    private static Student student(String familyName, @Nullable String ine) {
        return Student.create(UUID.randomUUID(), data(familyName, ine), Instant.EPOCH);
    }

    private static StudentData data(String familyName, @Nullable String ine) {
        return TestStudents.data(familyName, "Zoé", "Quimperlé", ine, null);
    }
}
