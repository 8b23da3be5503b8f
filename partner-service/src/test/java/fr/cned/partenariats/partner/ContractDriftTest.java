package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.ContractDrift;
import org.junit.jupiter.api.Test;

@PartnerTest
class ContractDriftTest {

    @Test
    void theCodeHasTheApiOfTheContract() {
        ContractDrift.check();
    }
}
