package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.TableAccess;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    @Test
    void eachTableHasOneOwner() {
        TableAccess.of("fr.cned.partenariats.catalog")
                .owns("training", "training", "training_word", "catalog_revision")
                .owns("offering", "offering", "offering_places")
                .owns("replica", "agreement_view", "network_view", "partner_view", "site_view", "seat_count")
                .allows("offering", "training", "agreements cover an offering by the family and code of its training")
                .check();
    }
}
