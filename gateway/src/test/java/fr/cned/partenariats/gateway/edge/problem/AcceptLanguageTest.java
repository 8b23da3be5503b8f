package fr.cned.partenariats.gateway.edge.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptLanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | en",
                "'' | en",
                "fr | fr",
                "FR | fr",
                "fr-CA, en;q=0.5 | fr",
                "de, fr;q=0.3 | fr",
                "en, fr | en",
                "fr, en | fr",
                "en;q=0.1, fr;q=0.9 | fr",
                "fr;q=0.1, en;q=0.9 | en",
                "fr; q=0.5 , en;q=0.4 | fr",
                "fr;q=0 | en",
                "fr;q=2 | en",
                "fr;q=NaN | en",
                "frr | en",
                "de | en",
                "* | en",
                ";;;q=x | en"
            })
    void languageWithTheHighestWeightIsChosen(String acceptLanguage, String language) {
        assertThat(AcceptLanguage.preferred(acceptLanguage).getLanguage()).isEqualTo(language);
    }

    @Test
    void valueOfMoreThan100CharactersIsIgnored() {
        String longest = "fr" + ",de".repeat(32) + ",d";
        assertThat(longest).hasSize(100);
        assertThat(AcceptLanguage.preferred(longest).getLanguage()).isEqualTo("fr");
        assertThat(AcceptLanguage.preferred(longest + "e").getLanguage()).isEqualTo("en");
    }
}
