package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.ContractDrift;
import org.junit.jupiter.api.Test;

@CatalogTest
class ContractDriftTest {

    @Test
    void theCodeHasTheApiOfTheContract() {
        ContractDrift.check();
    }
}
