package fr.cned.partenariats.catalog.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Reads the copies of agreements and sites. */
final class PartnerViews {

    private PartnerViews() {}

    static long agreementsOf(String partner) {
        return OwnerDatabase.number(
                "select count(*) from agreement_view where party_ids @> array[?]", UUID.fromString(partner));
    }

    static long sitesOf(String partner) {
        return OwnerDatabase.number("select count(*) from site_view where partner_id = ?", UUID.fromString(partner));
    }

    /** Publishes an unreadable event and waits for its dead letter: then all earlier events are consumed. */
    static void awaitConsumed(String agreementId) {
        String marker = UUID.randomUUID().toString();
        TestTopics.publishRaw(
                "partner.agreements.v1",
                agreementId,
                Map.of("ce_id", UUID.randomUUID().toString(), "ce_type", "fr.cned.partenariats.agreement.changed.v1"),
                marker.getBytes(StandardCharsets.UTF_8));
        await().untilAsserted(
                        () -> assertThat(TestTopics.read("partner.agreements.v1.catalog-service.dlq", agreementId))
                                .anyMatch(dead -> dead.value().equals(marker)));
    }
}
