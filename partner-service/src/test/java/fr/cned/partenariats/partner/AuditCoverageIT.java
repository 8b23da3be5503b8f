package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.AuditCoverage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every write operation of the contract was called by another test and left an audit entry. */
class AuditCoverageIT {

    @Test
    void everyWriteOperationLeftAnAuditEntry() throws IOException {
        AuditCoverage.assertEveryWriteWasAudited();
    }
}
