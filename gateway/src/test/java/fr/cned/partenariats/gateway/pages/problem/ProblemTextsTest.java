package fr.cned.partenariats.gateway.pages.problem;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.FrenchRules;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.problem.ProblemTexts;
import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Texts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextsTest {

    /** Of all modules, with the names of their placeholders. */
    @Test
    void theFrenchOfEveryProblemIsThatOfALetter() {
        new ProblemCatalogue()
                .entries()
                .forEach((code, entries) -> entries.forEach(entry -> {
                    Texts french = entry.in(Locale.FRENCH);
                    assertThat(Stream.of(french.meaning(), french.cause(), french.remedy())
                                    .flatMap(text -> FrenchRules.faults(text).stream()))
                            .as(code)
                            .isEmpty();
                    for (Texts texts : List.of(french, entry.in(Locale.ENGLISH))) {
                        assertThat(texts.meaning() + texts.cause() + texts.remedy())
                                .as(code)
                                .doesNotContainPattern("''|\\{(?!id})|\\bplural\\b");
                    }
                }));
    }

    @ParameterizedTest
    @EnumSource(GatewayProblem.class)
    void everyProblemHasTextsInBothLanguages(GatewayProblem problem) {
        for (Locale language : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            assertThat(ProblemTexts.title(problem, language)).isNotBlank();
            assertThat(ProblemTexts.detail(problem, language)).isNotBlank();
            assertThat(ProblemTexts.bundle("GatewayProblem", language).getString(problem.code() + ".remedy"))
                    .isNotBlank();
        }
        assertThat(ProblemTexts.detail(problem, Locale.FRENCH))
                .isNotEqualTo(ProblemTexts.detail(problem, Locale.ENGLISH));
    }
}
