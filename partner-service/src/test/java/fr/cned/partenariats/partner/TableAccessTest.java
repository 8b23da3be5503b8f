package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.TableAccess;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    @Test
    void eachPackageNamesOnlyItsOwnTables() {
        TableAccess.of("fr.cned.partenariats.partner")
                .owns("partner", "partner")
                .owns("network", "network")
                .owns("site", "site")
                .owns("opportunity", "opportunity", "opportunity_word")
                .owns("need", "training_need")
                .owns("training", "training_family")
                .owns("agreement", "agreement")
                .owns("history", "agreement_history")
                .owns("seat", "seat_usage")
                .owns("apiclient", "api_client")
                .owns("webhook", "webhook", "webhook_delivery")
                .check();
    }
}
