package fr.cned.partenariats.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextsTest {

    @ParameterizedTest
    @EnumSource(GatewayProblem.class)
    void everyProblemHasItsTextsInBothLanguages(GatewayProblem problem) {
        for (Locale language : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            assertThat(ProblemTexts.title(problem, language)).isNotBlank();
            assertThat(ProblemTexts.detail(problem, language)).isNotBlank();
        }
        assertThat(ProblemTexts.detail(problem, Locale.FRENCH))
                .isNotEqualTo(ProblemTexts.detail(problem, Locale.ENGLISH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | en",
                "'' | en",
                "fr | fr",
                "fr-CA, en;q=0.5 | fr",
                "de, fr;q=0.3 | fr",
                "en, fr | en",
                "en;q=0.1, fr;q=0.9 | fr",
                "de | en",
                "* | en",
                ";;;q=x | en"
            })
    void theLanguageIsTheOneAskedForFirst(String acceptLanguage, String language) {
        assertThat(ProblemTexts.language(acceptLanguage).getLanguage()).isEqualTo(language);
    }
}
