package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "E-2026/01", "É 1", "a  b", "\u0416\u6f22", "\ud83c\udf93"})
    void visibleCharactersAndSpacesBetweenThem(String reference) {
        assertThat(reference).matches(Reference.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                "a\tb",
                "a\nb",
                "a\u0000b",
                "a\u0085b",
                "a\u00a0b",
                "a\u200bb",
                "a\u2028b",
                "a\u202eb",
                "a\u3000b",
                "a\ufeffb",
                "\u2800"
            })
    void nothingInvisible(String reference) {
        assertThat(reference).doesNotMatch(Reference.PATTERN);
    }
}
