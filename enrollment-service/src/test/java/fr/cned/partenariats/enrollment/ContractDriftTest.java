package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.ContractDrift;
import fr.cned.partenariats.commons.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealParts.class)
class ContractDriftTest {

    @Test
    void theCodeAndTheCheckedInContractAgree() {
        ContractDrift.check();
    }
}
