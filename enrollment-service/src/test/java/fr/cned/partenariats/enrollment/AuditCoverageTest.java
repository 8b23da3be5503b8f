package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.AuditCoverage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every writing operation of the contract leaves an audit entry, which the other tests saw. */
class AuditCoverageTest {

    @Test
    void everyWriteOfTheContractWasSeenInTheAuditTrail() throws IOException {
        AuditCoverage.assertEveryWriteWasAudited();
    }
}
