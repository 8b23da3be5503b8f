package fr.cned.partenariats.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.problem.ProblemTexts;
import org.junit.jupiter.api.Test;

class CatalogProblemTest {

    @Test
    void everyRefusalHasItsWordsInBothLanguages() {
        assertThat(ProblemTexts.missing(CatalogProblem.values())).isEmpty();
    }
}
