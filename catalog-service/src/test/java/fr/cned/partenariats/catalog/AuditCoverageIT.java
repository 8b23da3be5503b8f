package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.AuditCoverage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The other tests saw an audit entry for every write operation of the contract. */
class AuditCoverageIT {

    @Test
    void everyWriteOperationLeftAnAuditEntry() throws IOException {
        AuditCoverage.assertEveryWriteWasAudited();
    }
}
