package fr.cned.partenariats.commons.base.problem;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.parking.ParkingProblem;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        ProblemTextRules.check(CommonProblem.values());
    }

    @Test
    void eachServiceHasItsOwnTextFiles() {
        assertThat(ProblemTextRules.missing(ParkingProblem.values())).isEmpty();
        assertThat(ProblemTexts.detail(ParkingProblem.NO_PLACE_LEFT, Locale.FRENCH, "A"))
                .isEqualTo("Le parking A est complet : il n’y a plus de place.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        space    | There is no space with    | Il n’existe pas d’emplacement avec
        garage   | There is no garage with   | Il n’existe pas de garage avec
        entrance | There is no entrance with | Il n’existe pas d’entrée avec
        """)
    void aKindOfObjectIsDeclined(String kind, String english, String french) {
        assertThat(ProblemTexts.detail(CommonProblem.NOT_FOUND, Locale.ENGLISH, kind))
                .startsWith(english);
        assertThat(ProblemTexts.detail(CommonProblem.NOT_FOUND, Locale.FRENCH, kind))
                .startsWith(french);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        Un {0}    | Un emplacement    | Une entrée    | Un garage
        le {0}    | l’emplacement     | l’entrée      | le garage
        Le {0}    | L’emplacement     | L’entrée      | Le garage
        du {0}    | de l’emplacement  | de l’entrée   | du garage
        au {0}    | à l’emplacement   | à l’entrée    | au garage
        ce {0}    | cet emplacement   | cette entrée  | ce garage
        Aucun {0} | Aucun emplacement | Aucune entrée | Aucun garage
        sans {0}  | sans emplacement  | sans entrée   | sans garage
        """)
    void anArticleFollowsItsNoun(String pattern, String space, String entrance, String garage) {
        assertThat(french(pattern, "space")).isEqualTo(space);
        assertThat(french(pattern, "entrance")).isEqualTo(entrance);
        assertThat(french(pattern, "garage")).isEqualTo(garage);
    }

    private static String french(String pattern, String kind) {
        return Terms.inflected(pattern.replace("{0}", Terms.word(Terms.KIND, kind, Locale.FRENCH)), Locale.FRENCH);
    }

    @Test
    void anEnglishArticleFollowsItsNoun() {
        String entrance = Terms.word(Terms.KIND, "entrance", Locale.ENGLISH);
        String garage = Terms.word(Terms.KIND, "garage", Locale.ENGLISH);
        assertThat(Terms.inflected("This is a " + entrance + ", not an " + garage + '.', Locale.ENGLISH))
                .isEqualTo("This is an entrance, not a garage.");
    }

    private enum Level {
        BASIC,
        FULL
    }

    @Test
    void aConstantIsAWordInFrenchAndItselfInEnglish() {
        Object[] args = {Level.BASIC, Level.FULL, List.of(Level.FULL)};
        assertThat(ProblemTexts.detail(CommonProblem.ILLEGAL_TRANSITION, Locale.ENGLISH, args))
                .isEqualTo("The state BASIC cannot change to FULL. From here these states are possible: FULL.");
        assertThat(ProblemTexts.detail(CommonProblem.ILLEGAL_TRANSITION, Locale.FRENCH, args))
                .startsWith("Le passage de l’état « simple » à l’état « complet » n’est pas permis.")
                .endsWith(" : complet.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0    | 0 mot    | 0 words
        1    | 1 mot    | 1 word
        2    | 2 mots   | 2 words
        1000 | 1 000 mots | 1,000 words
        """)
    void aNumberHasItsPluralForm(String number, String french, String english) {
        assertThat(ProblemTexts.detail(CommonProblem.TOO_MANY_WORDS, Locale.FRENCH, number))
                .contains(french + ",");
        assertThat(ProblemTexts.detail(CommonProblem.TOO_MANY_WORDS, Locale.ENGLISH, Integer.valueOf(number)))
                .contains(english + ",");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2026-12-04 | 2027-01-01 | du 4 décembre 2026 au 1er janvier 2027 | from 2026-12-04 to 2027-01-01
        2026-12-04 |            | à partir du 4 décembre 2026            | from 2026-12-04 on
                   | 2027-01-01 | jusqu’au 1er janvier 2027              | until 2027-01-01
                   |            | sans limite de date                    | at any time
        """)
    void anOpenEndIsAWord(@Nullable LocalDate first, @Nullable LocalDate last, String french, String english) {
        String range = Dates.range(first, last);

        assertThat(Dates.writtenRange(range, Locale.FRENCH)).isEqualTo(french);
        assertThat(Dates.writtenRange(range, Locale.ENGLISH)).isEqualTo(english);
    }

    @Test
    void missingTextsAreListed() {
        assertThat(ProblemTextRules.missing(Speechless.values()))
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
        assertThat(ProblemTextRules.missing(Nameless.values())).containsExactly("fr two-values.arguments");
    }
}
