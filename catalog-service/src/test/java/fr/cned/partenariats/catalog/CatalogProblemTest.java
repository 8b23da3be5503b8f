package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.base.problem.ProblemTextRules;
import org.junit.jupiter.api.Test;

class CatalogProblemTest {

    @Test
    void everyProblemHasTextsInBothLanguages() {
        ProblemTextRules.check(CatalogProblem.values());
    }
}
