package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.problem.ProblemTextRules;
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
        ProblemTextRules.check(EnrollmentProblem.values());
    }

    @Test
    void requestFieldsHaveLimitsThatTheContractStates() {
        RequestRules.check("fr.cned.partenariats.enrollment");
    }
}
