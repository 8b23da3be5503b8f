package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.problem.ProblemTexts;
import fr.cned.partenariats.commons.testing.ArchitectureRules;
import fr.cned.partenariats.commons.testing.RequestRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theCodeFollowsTheArchitectureRules() {
        ArchitectureRules.check("fr.cned.partenariats.enrollment");
    }

    @Test
    void theCodeFollowsTheConventionsOfAllServices() {
        ArchitectureRules.checkDialect("fr.cned.partenariats.enrollment");
    }

    @Test
    void everyProblemHasTextsInBothLanguages() {
        assertThat(ProblemTexts.missing(EnrollmentProblem.values())).isEmpty();
    }

    @Test
    void requestFieldsHaveLimitsThatTheContractStates() {
        RequestRules.check("fr.cned.partenariats.enrollment");
    }
}
