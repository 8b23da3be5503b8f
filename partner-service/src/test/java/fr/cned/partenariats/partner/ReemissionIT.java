package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.network.NetworkMother.registeredNetwork;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class ReemissionIT {

    @Test
    void sendsTheCurrentStateAgainWithoutAChange() {
        UUID partner = registered();
        UUID agreement = signed(started("SPECIFIC", partner));
        UUID network = registeredNetwork();
        awaitRevisions("partner.partners.v1", partner, 0);
        awaitRevisions("partner.agreements.v1", agreement, 0, 1);
        awaitRevisions("partner.networks.v1", network, 0);

        reemit(1);

        awaitRevisions("partner.partners.v1", partner, 0, 0);
        awaitRevisions("partner.agreements.v1", agreement, 0, 1, 1);
        awaitRevisions("partner.networks.v1", network, 0, 0);
        assertThat(read(agreement).getInt("revision")).isEqualTo(1);
    }

    @Test
    void sendsAllRowsOfMoreThanOneChunk() throws SQLException {
        OwnerDatabase.execute("""
                insert into partner (id, version, kind, legal_name, contacts, relation, state)
                select gen_random_uuid(), 3, 'COMPANY', 'En nombre', '[]', 'AGREEMENT', 'ACTIVE'
                from generate_series(1, 1100)""");
        List<UUID> partners;
        try (Connection owner = OwnerDatabase.connect()) {
            partners = RowSecurity.ids(owner, "select id from partner where legal_name = 'En nombre'");
        }

        reemit(1100);

        await().untilAsserted(() -> assertThat(TestTopics.readAll("partner.partners.v1"))
                .extracting(TestTopics.Message::key)
                .containsAll(partners.stream().map(UUID::toString).toList()));
    }

    private static void reemit(int atLeast) {
        JsonPath job = Reemissions.run("/v1/partner-events/re-emissions", Tokens.withRole(Roles.OPS));
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getInt("counts.partners")).isGreaterThanOrEqualTo(atLeast);
        assertThat(job.getInt("counts.agreements")).isPositive();
        assertThat(job.getMap("counts")).containsKeys("networks", "sites", "opportunities");
    }

    private static void awaitRevisions(String topic, UUID key, Integer... revisions) {
        await().untilAsserted(() -> assertThat(TestTopics.read(topic, key.toString()))
                .extracting(message -> JsonPath.from(message.value()).getInt("revision"))
                .containsExactly(revisions));
    }
}
