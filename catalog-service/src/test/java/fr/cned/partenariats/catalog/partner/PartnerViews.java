package fr.cned.partenariats.catalog.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestTopics;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** Looks at the copies of what partner-service tells. */
final class PartnerViews {

    private PartnerViews() {}

    static int agreementsOf(String partner) {
        return count("select count(*) from agreement_view where party_ids @> array[?]", partner);
    }

    static int sitesOf(String partner) {
        return count("select count(*) from site_view where partner_id = ?", partner);
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

    private static int count(String sql, String id) {
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, UUID.fromString(id));
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
