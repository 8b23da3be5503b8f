package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.ContractDrift;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class ContractDriftIT {

    @Test
    void theGeneratedContractEqualsTheCheckedInOne() {
        ContractDrift.check();
    }
}
