package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.TableAccess;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    @Test
    void eachPackageNamesOnlyItsOwnTables() {
        TableAccess.of("fr.cned.partenariats.partner")
                .owns("registry.partner", "partner")
                .owns("registry.network", "network")
                .owns("registry.site", "site", "hosted_enrollment")
                .owns("demand.opportunity", "opportunity", "opportunity_word")
                .owns("demand.need", "training_need")
                .owns("replica.training", "training_family")
                .owns("agreement", "agreement")
                .owns("agreement", "agreement_history")
                .owns("agreement.seat", "seat_usage")
                .owns("integration.apiclient", "api_client")
                .owns("integration.people", "person")
                .owns("integration.notice", "notice", "notice_digest", "notice_receipt")
                .owns("integration.webhook", "webhook", "webhook_delivery")
                .allows("integration.notice", "person", "finds the readers of notices in one statement")
                .check();
    }
}
