package fr.cned.partenariats.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.problem.ProblemTexts;
import org.junit.jupiter.api.Test;

class CatalogProblemTest {

    @Test
    void everyProblemHasTextsInBothLanguages() {
        assertThat(ProblemTexts.missing(CatalogProblem.values())).isEmpty();
    }
}
