package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.AuditCoverage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Checks that the other tests saw an audit entry for every write operation of the contract. */
class AuditCoverageIT {

    @Test
    void theTestsSawAnAuditEntryForEveryWriteOperation() throws IOException {
        AuditCoverage.assertEveryWriteWasAudited();
    }
}
