package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.testing.ArchitectureRules;
import fr.cned.partenariats.commons.testing.RequestRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheArchitectureRules() {
        ArchitectureRules.check("fr.cned.partenariats.catalog");
    }

    @Test
    void theServiceFollowsTheSharedConventions() {
        ArchitectureRules.checkDialect("fr.cned.partenariats.catalog", OeapiObject.class); // without a revision
    }

    @Test
    void aGroupOfPackagesUsesThoseBelowItOnly() {
        ArchitectureRules.checkGroups(
                "fr.cned.partenariats.catalog", "replica", "training", "offering", "lheo", "oeapi");
    }

    @Test
    void requestsAreBoundedAsTheContractSays() {
        RequestRules.check("fr.cned.partenariats.catalog");
    }
}
