package fr.cned.partenariats.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.RowSecurity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The database hides the rows of other partners. */
@CatalogIT
class RowLevelSecurityIT {

    /** Creates a partner with one row in every protected table. */
    private static UUID owner() {
        UUID partner = UUID.randomUUID();
        OwnerDatabase.execute(
                "insert into agreement_view (id, revision, kind, state, party_ids, families, training_codes,"
                        + " modalities) values (?, 1, 'SPECIFIC', 'IN_FORCE', array[?], '{}', '{}', '{}')",
                UUID.randomUUID(),
                partner);
        OwnerDatabase.execute("insert into site_view values (?, 1, ?, '{}', '{}', '{}')", UUID.randomUUID(), partner);
        OwnerDatabase.execute("insert into partner_view values (?, 1, 'ACTIVE')", partner);
        return partner;
    }

    @Test
    void aPartnerCannotReadOrChangeRowsOfAnother() throws SQLException {
        UUID owner = owner();
        for (String table : RowSecurity.protectedTables()) {
            RowSecurity.assertRowsOfOthersAreProtected(UUID.randomUUID(), table, false);
            try (Connection owned = RowSecurity.inScopeOf(owner)) {
                assertThat(RowSecurity.count(owned, table)).as(table).isPositive();
            }
        }
    }

    @Test
    void agreementsOfPartnerReturnsRowsOnlyInScope() throws SQLException {
        UUID owner = owner();
        String lookup = "agreements_of_partner('" + owner + "')";
        try (Connection owned = RowSecurity.inScopeOf(owner);
                Connection other = RowSecurity.inScopeOf(UUID.randomUUID())) {
            assertThat(RowSecurity.count(owned, lookup)).isEqualTo(1);
            assertThat(RowSecurity.count(other, lookup)).isZero();
        }
    }

    /** Add a new table to a policy or to this list: see ADR 0015. */
    @Test
    void everyTableIsProtectedOrListedAsShared() {
        assertThat(RowSecurity.sharedTables())
                .containsExactlyInAnyOrder(
                        "training",
                        "training_word",
                        "offering",
                        "offering_places",
                        "seat_count", // figures of quotas; only agreements in scope name their ids
                        "network_view",
                        "catalog_revision",
                        "changelog_reader",
                        "idempotency_key",
                        "change_log",
                        "audit_seal",
                        "audit_partition",
                        "consumer_bootstrap",
                        "re_emission",
                        "propagation_failure",
                        "cursor_key");
        assertThat(RowSecurity.unprotectedTablesWith("partner_id", "party_ids")).isEmpty();
    }

    /** Each entry bypasses the row policies. Read ADR 0015 before you add one. */
    @Test
    void theBypassesOfTheRowPoliciesAreListed() {
        assertThat(RowSecurity.readWithTheOwnersRights()).containsExactlyInAnyOrder("agreements_of_partner");
        assertThat(RowSecurity.methodsWithAllTenants("fr.cned.partenariats.catalog"))
                .isEmpty();
    }
}
