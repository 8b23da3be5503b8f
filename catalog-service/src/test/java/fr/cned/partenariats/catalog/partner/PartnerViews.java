package fr.cned.partenariats.catalog.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Looks at the copies of what partner-service tells. */
final class PartnerViews {

    private PartnerViews() {}

    static long agreementsOf(String partner) {
        return OwnerDatabase.number(
                "select count(*) from agreement_view where party_ids @> array[?]", UUID.fromString(partner));
    }

    static long sitesOf(String partner) {
        return OwnerDatabase.number("select count(*) from site_view where partner_id = ?", UUID.fromString(partner));
    }

    /** Returns when all that was told of this agreement so far has been read: an unreadable event behind it has. */
    static void awaitReadBehind(String agreementId) {
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
