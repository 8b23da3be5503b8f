package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.ContractCompleteness;
import org.junit.jupiter.api.Test;

class ContractCompletenessTest {

    @Test
    void theContractExplainsEveryOperationFieldAndParameter() {
        ContractCompleteness.check();
    }
}
