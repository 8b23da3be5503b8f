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
                .allows("lheo", "training", "the export reads trainings and offerings of one moment")
                .allows("lheo", "offering", "as above")
                .allows("lheo", "catalog_revision", "the entity tag of the export")
                .allows("lheo", "change_log", "a delta of the export: the trainings that changed")
                .check();
    }
}
