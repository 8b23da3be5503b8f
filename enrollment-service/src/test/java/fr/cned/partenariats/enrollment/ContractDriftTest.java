package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.ContractDrift;
import org.junit.jupiter.api.Test;

@EnrollmentTest
class ContractDriftTest {

    @Test
    void theCodeAndTheCheckedInContractAgree() {
        ContractDrift.check();
    }
}
