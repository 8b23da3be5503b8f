package fr.cned.partenariats.partner;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.problem.ProblemTextRules;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class PartnerProblemTest {

    @Test
    void everyProblemHasItsTextsInBothLanguages() {
        ProblemTextRules.check(PartnerProblem.values());
    }

    @Test
    void everyConstraintHasItsTextsInBothLanguages() {
        ResourceBundle english = ResourceBundle.getBundle("ValidationMessages", java.util.Locale.ROOT);
        ResourceBundle french = ResourceBundle.getBundle("ValidationMessages_fr", java.util.Locale.ROOT);
        assertThat(english.keySet()).contains("partner.phone").isEqualTo(french.keySet());
    }
}
