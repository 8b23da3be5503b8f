package fr.cned.partenariats.commons.security.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.permit.PermitService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class RowScopeIT {

    @Inject
    PermitService permits;

    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @BeforeEach
    void createPermits() {
        OwnerDatabase.execute("delete from permit_use");
        OwnerDatabase.execute("delete from permit");
        givenPermit(one, "AA-001-AA");
        givenPermit(other, "BB-002-BB");
    }

    private static void givenPermit(UUID tenant, String plate) {
        givenPermitAt(tenant, null, plate);
    }

    private static void givenPermitAt(UUID tenant, UUID site, String plate) {
        UUID id = UUID.randomUUID();
        OwnerDatabase.execute("insert into permit values (?, ?, ?, ?)", id, tenant, plate, site);
        OwnerDatabase.execute("insert into permit_use values (?, ?)", UUID.randomUUID(), id);
    }

    private static String resident(UUID tenant) {
        return Tokens.sign(Tokens.claims("resident", "resident").claim("partner_id", tenant.toString()));
    }

    private static List<String> plates(String token) {
        return Api.as(token)
                .get("/v1/permits")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("");
    }

    @Test
    void aTenantSeesOnlyItsOwnRowsInAQueryWithoutFilter() {
        assertThat(plates(resident(one))).containsExactly("AA-001-AA");
        assertThat(plates(resident(other))).containsExactly("BB-002-BB");
    }

    @Test
    void aRoleWithoutATenantSeesAllRows() {
        assertThat(plates(Tokens.withRole("warden"))).containsExactly("AA-001-AA", "BB-002-BB");
    }

    @Test
    void theTenantRoleWinsOverAnotherRole() {
        String both = Tokens.sign(Tokens.claims("both", "resident")
                .claim("realm_access", Map.of("roles", List.of("resident", "warden")))
                .claim("partner_id", one.toString()));
        assertThat(plates(both)).containsExactly("AA-001-AA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "nobody"})
    void aTenantClaimThatIsNotAUuidSeesNothing(String claim) {
        String token = Tokens.sign(Tokens.claims("strange", "resident").claim("partner_id", claim));
        assertThat(plates(token)).isEmpty();
    }

    private static String residentAt(UUID tenant, UUID... sites) {
        return Tokens.sign(Tokens.claims("resident", "resident")
                .claim("partner_id", tenant.toString())
                .claim("site_ids", Stream.of(sites).map(UUID::toString).toList()));
    }

    @Test
    void aCallerLimitedToSitesSeesTheRowsThereOnly() {
        UUID here = UUID.randomUUID();
        UUID there = UUID.randomUUID();
        givenPermitAt(one, here, "AA-002-AA");
        givenPermitAt(one, there, "AA-003-AA");
        givenPermitAt(other, here, "BB-003-BB"); // another tenant's row with the site
        assertThat(plates(resident(one))).containsExactly("AA-001-AA", "AA-002-AA", "AA-003-AA");
        assertThat(plates(residentAt(one))).hasSize(3);
        assertThat(plates(residentAt(one, here))).containsExactly("AA-002-AA");
        assertThat(plates(residentAt(one, there, here))).containsExactly("AA-002-AA", "AA-003-AA");
        assertThat(plates(residentAt(one, UUID.randomUUID()))).isEmpty();
        assertThat(plates(residentAt(other, there))).isEmpty();
    }

    @Test
    void sitesDoNotLimitOtherRoles() {
        String warden = Tokens.sign(Tokens.claims("warden", "warden")
                .claim("site_ids", List.of(UUID.randomUUID().toString())));
        assertThat(plates(warden)).hasSize(2);
    }

    @Test
    void aRowOfAnotherSiteIsNeitherInsertedNorChangedNorDeleted() throws SQLException {
        UUID here = UUID.randomUUID();
        UUID there = UUID.randomUUID();
        givenPermitAt(one, here, "AA-002-AA");
        givenPermitAt(one, there, "AA-003-AA");
        try (Connection service = RowSecurity.inScopeOf(one, here);
                Statement statement = service.createStatement()) {
            assertThat(RowSecurity.count(service, "permit_use")).isEqualTo(1);
            assertThat(statement.executeUpdate("update permit set plate = 'X' where plate <> 'AA-002-AA'"))
                    .isZero();
            assertThat(statement.executeUpdate("delete from permit where plate <> 'AA-002-AA'"))
                    .isZero();
            for (String site : List.of("'" + there + "'", "null")) {
                assertThatThrownBy(() -> statement.execute("update permit set site_id = " + site))
                        .hasMessageContaining("violates row-level security policy");
                assertThatThrownBy(() -> statement.execute(
                                "insert into permit values (gen_random_uuid(), '" + one + "', 'CC', " + site + ")"))
                        .hasMessageContaining("violates row-level security policy");
            }
        }
    }

    @Test
    void aRuleMaySeeTheRowsOfTheWholeTenant() {
        UUID here = UUID.randomUUID();
        givenPermitAt(one, here, "AA-002-AA");
        RowSecurity.actAsPartner("resident", one, here);
        assertThat(permits.platesWithinAndBeyondTheSites())
                .containsExactly(List.of("AA-002-AA"), List.of("AA-001-AA", "AA-002-AA"), List.of("AA-002-AA"));
    }

    @Test
    void workOutsideOfARequestSeesRowsOnlyWithAllTenants() {
        assertThat(permits.plates()).isEmpty();
        assertThat(permits.platesOfAllTenants()).hasSize(2);
        assertThat(permits.plates()).isEmpty();
    }

    @Test
    void allTenantsWithinATransactionFails() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> permits.platesOfAllTenants()))
                .hasStackTraceContaining("has already begun");
    }

    @Test
    void theScopeEndsWithTheTransaction() {
        assertThat(permits.platesOfAllTenants()).hasSize(2);
        for (int connection = 0; connection < 20; connection++) {
            assertThat(Db.number("select count(*) from permit")).isZero();
        }
    }

    @Test
    void aRowOfAnotherTenantIsNeitherInsertedNorChangedNorDeleted() throws SQLException {
        try (Connection service = RowSecurity.inScopeOf(one);
                Statement statement = service.createStatement()) {
            assertThat(statement.executeUpdate("update permit set plate = 'X' where plate = 'BB-002-BB'"))
                    .isZero();
            assertThat(statement.executeUpdate("delete from permit_use where permit_id not in (select id from permit)"))
                    .isZero();
            assertThat(statement.executeUpdate("update permit set plate = 'AA-003-AA'"))
                    .isEqualTo(1);
            assertThatThrownBy(() -> statement.execute("update permit set tenant_id = '" + other + "'"))
                    .hasMessageContaining("violates row-level security policy");
            assertThatThrownBy(() -> statement.execute(
                            "insert into permit values (gen_random_uuid(), '" + other + "', 'CC-003-CC')"))
                    .hasMessageContaining("violates row-level security policy");
        }
    }

    @Test
    void aChildRowIsVisibleWithItsParent() throws SQLException {
        try (Connection service = RowSecurity.inScopeOf(one)) {
            assertThat(RowSecurity.count(service, "permit_use")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truncate permit_use",
                "drop table permit",
                "alter table permit disable row level security",
                "drop policy tenant on permit",
                "create table mine (id int)",
                "create temporary table mine (id int)",
                "create or replace function in_tenant_scope(tenant uuid) returns boolean return true",
                "set role service_owner",
                "set session authorization service_owner",
                "alter role service bypassrls",
                "select * from flyway_schema_history"
            })
    void theDatabaseUserMayOnlyReadAndWriteRows(String sql) throws SQLException {
        try (Connection service = OwnerDatabase.connectAsService();
                Statement statement = service.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void noDatabaseUserBypassesPolicies() {
        assertThat(Set.of("service", "service_owner"))
                .allSatisfy(role -> assertThat(OwnerDatabase.number(
                                "select count(*) from pg_roles where rolname = ? and not (rolsuper or rolbypassrls"
                                        + " or rolcreaterole or rolcreatedb or rolreplication)",
                                role))
                        .isEqualTo(1));
    }

    /** Each is an exception from the policies. Read docs/adr/0015-row-level-security.md before you add one. */
    @Test
    void theMechanismsWithAllTenantsAreListed() {
        assertThat(RowSecurity.methodsWithAllTenants("fr.cned.partenariats.commons"))
                .containsExactly(
                        "AnswerRoute.isAdmitted",
                        "EventLoader.after",
                        "EventLoader.changed",
                        "EventReceiver.receive",
                        "EventReceiver.untilDone",
                        "IdempotencyKeyCleanup.run");
    }
}
