package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Row-level security hides the rows of other partners, even when a query of the service has no tenant filter. */
@PartnerIT
class RowLevelSecurityIT {

    private static final Set<String> READ_BY_ALL = Set.of("opportunity");

    @Inject
    PartnerLookup partners;

    /** The id of a partner that has a row in every protected table. */
    private static UUID owner() {
        UUID partner = registered(partner("COMPANY", "Entreprise (test)"));
        UUID agreement = signed(started("SPECIFIC", partner));
        UUID site = UUID.randomUUID();
        OwnerDatabase.execute(
                "insert into site (id, version, partner_id, name, equipment, labels, network_ids)"
                        + " values (?, 0, ?, 'Site', '[]', '[]', '{}')",
                site,
                partner);
        OwnerDatabase.execute("insert into hosted_enrollment values (?, 1, ?, true)", UUID.randomUUID(), site);
        for (String state : List.of("PUBLISHED", "WITHDRAWN")) {
            OwnerDatabase.execute(
                    "insert into opportunity (id, version, partner_id, state, kind, title, description, rome_code,"
                            + " published_until) values (?, 0, ?, ?, 'JOB', 'Poste', 'Poste', 'K2111', '2030-01-01')",
                    UUID.randomUUID(),
                    partner,
                    state);
        }
        OwnerDatabase.execute(
                "insert into training_need (id, version, partner_id, title, expressed_on, state, state_since)"
                        + " values (?, 0, ?, 'Besoin', '2026-01-01', 'EXPRESSED', '2026-01-01')",
                UUID.randomUUID(),
                partner);
        OwnerDatabase.execute(
                "insert into api_client (id, version, partner_id, keycloak_id, name, scopes, authentication, key_ids,"
                        + " revoked, enabled, created_at) values (?, 0, ?, ?, 'Client', '{}', 'SECRET', '{}', false,"
                        + " true, now())",
                UUID.randomUUID(),
                partner,
                UUID.randomUUID());
        UUID person = UUID.randomUUID();
        OwnerDatabase.execute(
                "insert into person (id, version, partner_id, keycloak_id, invitation_mailed, invited_at, changed_at)"
                        + " values (?, 0, ?, ?, true, now(), now())",
                person,
                partner,
                UUID.randomUUID());
        UUID notice = UUID.randomUUID();
        OwnerDatabase.execute(
                "insert into notice (id, partner_id, kind, urgent, object_id, sequence, due_at)"
                        + " values (?, ?, 'PROMOTION', false, ?, 1, 'epoch')",
                notice,
                partner,
                UUID.randomUUID());
        UUID digest = UUID.randomUUID();
        OwnerDatabase.execute(
                "insert into notice_digest (id, person_id, outcome, created_at, next_attempt_at, unanswered)"
                        + " values (?, ?, 'SENT', now(), now(), 0)",
                digest,
                person);
        OwnerDatabase.execute("insert into notice_receipt values (?, ?, ?)", person, notice, digest);
        UUID webhook = UUID.randomUUID();
        OwnerDatabase.execute(
                "insert into webhook (id, version, partner_id, url, event_types, agreement_ids, enrollment_states,"
                        + " agreement_states, secret, state, created_at) values (?, 0, ?, 'https://a.example', '{}', '{}',"
                        + " '{}', '{}', '', 'ACTIVE', now())",
                webhook,
                partner);
        OwnerDatabase.execute(
                "insert into webhook_delivery (id, webhook_id, partner_id, event_type, object_id, sequence, body,"
                        + " outcome, created_at, due_since, next_attempt_at, attempts) values (?, ?, ?,"
                        + " 'enrollment.changed', ?, 1, '{}', 'DELIVERED', now(), now(), now(), 1)",
                UUID.randomUUID(),
                webhook,
                partner,
                UUID.randomUUID());
        OwnerDatabase.execute("insert into seat_usage values (?, 1, ?, 1, 1, 0, now())", UUID.randomUUID(), agreement);
        return partner;
    }

    @Test
    void noStatementReadsOrChangesARowOfAnotherPartner() throws SQLException {
        UUID owner = owner();
        for (String table : RowSecurity.protectedTables()) {
            RowSecurity.assertRowsOfOthersAreProtected(UUID.randomUUID(), table, READ_BY_ALL.contains(table));
            try (Connection owned = RowSecurity.inScopeOf(owner)) {
                assertThat(RowSecurity.count(owned, table)).as(table).isPositive();
            }
        }
    }

    /** Add a new table to this list only when all sites may see all of its rows (ADR 0038). */
    @Test
    void aCallerLimitedToASiteReadsWhatAllSitesShare() throws SQLException {
        UUID owner = owner();
        Set<String> readable = new TreeSet<>();
        try (Connection elsewhere = RowSecurity.inScopeOf(owner, UUID.randomUUID())) {
            for (String table : RowSecurity.protectedTables()) {
                if (RowSecurity.count(elsewhere, table) > 0) {
                    readable.add(table);
                }
            }
        }
        assertThat(readable)
                .containsExactly(
                        "agreement", "agreement_history", "opportunity", "partner", "seat_usage", "training_need");
        UUID site = RowSecurity.id("select id from site where partner_id = ?", owner);
        try (Connection there = RowSecurity.inScopeOf(owner, site)) {
            assertThat(RowSecurity.ids(there, "select id from site")).containsExactly(site);
            assertThat(RowSecurity.count(there, "hosted_enrollment")).isEqualTo(1);
        }
    }

    @Test
    void onlyPublishedOpportunitiesOfOtherPartnersAreVisible() throws SQLException {
        owner();
        try (Connection other = RowSecurity.inScopeOf(UUID.randomUUID())) {
            assertThat(RowSecurity.count(other, "opportunity where state = 'PUBLISHED'"))
                    .isPositive();
            assertThat(RowSecurity.count(other, "opportunity where state <> 'PUBLISHED'"))
                    .isZero();
        }
    }

    @Test
    void aPartnerSeesTheFrameworkButNotTheOtherAgreementsUnderIt() throws SQLException {
        UUID framework = signed(started("FRAMEWORK", registered()));
        UUID own = registered();
        UUID agreement = under(framework, own);
        under(framework, registered());
        try (Connection partner = RowSecurity.inScopeOf(own)) {
            assertThat(RowSecurity.ids(partner, "select id from agreement"))
                    .containsExactlyInAnyOrder(framework, agreement);
        }
    }

    @Test
    void aPartyOfAFrameworkReadsTheSignedAgreementsUnderItAndChangesNone() throws SQLException {
        UUID federation = registered();
        UUID framework = signed(started("FRAMEWORK", federation));
        UUID agreement = under(framework, registered());
        UUID abandoned = under(framework, registered());
        OwnerDatabase.execute("update agreement set state = 'TERMINATED', signed = false where id = ?", abandoned);
        UUID other = registered();
        UUID otherFramework = signed(started("FRAMEWORK", other));
        try (Connection party = RowSecurity.inScopeOf(federation);
                Statement change = party.createStatement()) {
            assertThat(RowSecurity.ids(party, "select id from agreement"))
                    .containsExactlyInAnyOrder(framework, agreement);
            assertThat(change.executeUpdate("update agreement set number = number where id = '" + agreement + "'"))
                    .isZero();
            assertThat(change.executeUpdate("delete from agreement where id = '" + agreement + "'"))
                    .isZero();
        }
        try (Connection party = RowSecurity.inScopeOf(other)) {
            assertThat(RowSecurity.ids(party, "select id from agreement")).containsExactly(otherFramework);
        }
    }

    private static UUID under(UUID framework, UUID partner) {
        UUID agreement = signed(started("SPECIFIC", partner));
        OwnerDatabase.execute("update agreement set framework_id = ? where id = ?", framework, agreement);
        return agreement;
    }

    @Test
    void aQueryWithoutTenantFilterFindsNoForeignRow() {
        UUID own = registered();
        UUID foreign = registered();

        RowSecurity.actAsPartner(own);

        assertThat(QuarkusTransaction.requiringNew().call(() -> partners.find(List.of(own, foreign))))
                .containsOnlyKeys(own);
        assertThat(QuarkusTransaction.requiringNew().call(() -> partners.findAndLock(List.of(own, foreign))))
                .containsOnlyKeys(own);
    }

    /** Add a new table to one of the two lists: see ADR 0015. */
    @Test
    void everyTableIsProtectedOrListedAsShared() {
        assertThat(RowSecurity.sharedTables())
                .containsExactlyInAnyOrder(
                        "network",
                        "training_family",
                        "opportunity_word",
                        "changelog_reader",
                        "idempotency_key",
                        "change_log",
                        "audit_seal",
                        "audit_partition",
                        "consumer_bootstrap",
                        "re_emission",
                        "propagation_failure",
                        "cursor_key");
        assertThat(RowSecurity.unprotectedTablesWith("partner_id", "partner_ids", "agreement_id"))
                .isEmpty();
    }

    /** Each of these bypasses the policies. Read ADR 0015 before you add one. */
    @Test
    void allBypassesOfRowLevelSecurityAreListed() {
        assertThat(RowSecurity.readWithTheOwnersRights())
                .containsExactlyInAnyOrder(
                        "is_framework_in_scope",
                        "is_party_of_framework",
                        "agreements_visible_to",
                        "has_agreement_in_force",
                        "is_company_shown",
                        "companies_shown",
                        "agreements_of_partner",
                        "sites_of_network",
                        "opportunities_matching",
                        "partners_named",
                        "sites_named",
                        "agreements_named");
        assertThat(RowSecurity.methodsWithAllTenants("fr.cned.partenariats.partner"))
                .containsExactlyInAnyOrder(
                        "AgreementLifecycleService.applyDueTransitions",
                        "ApiClientReconciler.run",
                        "ApiClientRecords.revoked",
                        "LastUses.run",
                        "SignIns.run",
                        "NoticeMails.run",
                        "NoticeMails.purge",
                        "Deliveries.due",
                        "Deliveries.exchange",
                        "Deliveries.webhooksWithDue",
                        "DeliveryRetention.run");
        assertThat(RowSecurity.classesWithWholeTenantRows("fr.cned.partenariats.partner"))
                .containsExactly("PersonService");
    }
}
