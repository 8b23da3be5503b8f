package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.ArchitectureRules;
import fr.cned.partenariats.commons.testing.RequestRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheRulesOfTheHouse() {
        ArchitectureRules.check("fr.cned.partenariats.catalog");
    }

    @Test
    void requestsAreBoundedAndTheContractSaysWhatIsEnforced() {
        RequestRules.check("fr.cned.partenariats.catalog");
    }
}
