package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.ContractDrift;
import org.junit.jupiter.api.Test;

@PartnerIT
class ContractDriftIT {

    @Test
    void theCodeMatchesTheContract() {
        ContractDrift.check();
    }
}
