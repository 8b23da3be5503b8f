package fr.cned.partenariats.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextsTest {

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
