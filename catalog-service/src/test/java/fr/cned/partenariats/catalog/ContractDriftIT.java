package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.ContractDrift;
import org.junit.jupiter.api.Test;

@CatalogIT
class ContractDriftIT {

    @Test
    void theContractMatchesTheCode() {
        ContractDrift.check();
    }
}
