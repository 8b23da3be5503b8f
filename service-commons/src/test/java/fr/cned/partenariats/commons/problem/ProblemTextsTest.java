package fr.cned.partenariats.commons.problem;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.parking.ParkingProblem;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProblemTextsTest {

    private enum Speechless implements ProblemCode {
        WITHOUT_WORDS;

        @Override
        public int status() {
            return 400;
        }
    }

    private enum Nameless implements ProblemCode {
        TWO_VALUES;

        @Override
        public int status() {
            return 400;
        }
    }

    @Test
    void everyCommonProblemHasTextsInBothLanguages() {
        assertThat(ProblemTexts.missing(CommonProblem.values())).isEmpty();
    }

    @Test
    void eachServiceHasItsOwnTextFiles() {
        assertThat(ProblemTexts.missing(ParkingProblem.values())).isEmpty();
        assertThat(ProblemTexts.detail(ParkingProblem.NO_PLACE_LEFT, Locale.FRENCH, "A"))
                .isEqualTo("Le parking A est complet : il n'y a plus de place.");
    }

    @Test
    void missingTextsAreListed() {
        assertThat(ProblemTexts.missing(Speechless.values()))
                .containsExactly(
                        "en without-words",
                        "en without-words.title",
                        "en without-words.remedy",
                        "fr without-words",
                        "fr without-words.title",
                        "fr without-words.remedy");
    }

    @Test
    void aPlaceholderWithoutANameIsAMissingText() {
        assertThat(ProblemTexts.missing(Nameless.values())).containsExactly("fr two-values.arguments");
    }
}
