package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import io.quarkus.arc.Arc;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;

/** Reads tables, policies and rights from the database, for the tests of row-level security. */
public final class RowSecurity {

    private static final String RELATIONS =
            "select relname from pg_class where relnamespace = 'public'::regnamespace and ";

    private RowSecurity() {}

    /** The tables with row-level security. */
    public static Set<String> protectedTables() {
        return names(RELATIONS + "relkind in ('r', 'p') and relrowsecurity");
    }

    /** The tables without row-level security, not their partitions. */
    public static Set<String> sharedTables() {
        return names(RELATIONS + "relkind in ('r', 'p') and not relrowsecurity and not relispartition"
                + " and relname <> 'flyway_schema_history'");
    }

    /** Tables with one of these columns and without row-level security. */
    public static Set<String> unprotectedTablesWith(String... columns) {
        return names("select t.relname from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname in ("
                + Stream.of(columns).map(column -> "'" + column + "'").collect(Collectors.joining(", "))
                + ") where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')"
                + " and not exists (select 1 from pg_policy p where p.polrelid = t.oid and t.relrowsecurity)");
    }

    /** Functions and views that run with the rights of the owner, so that no policy applies. */
    public static Set<String> readWithTheOwnersRights() {
        return names("select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
                + " union all " + RELATIONS + "relkind in ('v', 'm')"
                + " and not coalesce(reloptions @> '{security_invoker=true}', false) and relname not like 'pg_stat%'");
    }

    /** The methods with {@code @AllTenants}, such as {@code Calendar.turn}. */
    public static Set<String> methodsWithAllTenants(String basePackage) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(basePackage).stream()
                        .flatMap(RowSecurity::stated)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes that let a caller limited to sites depend on rows of its whole tenant. */
    public static Set<String> classesWithWholeTenantRows(String basePackage) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(basePackage).stream()
                        .filter(type -> type.getFields().stream()
                                .anyMatch(field -> field.getRawType().isEquivalentTo(WholeTenantRows.class)))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> stated(JavaClass type) {
        return Stream.concat(
                Stream.of(type)
                        .filter(t -> t.isAnnotatedWith(AllTenants.class) && !t.isAnnotatedWith(Interceptor.class))
                        .map(JavaClass::getSimpleName),
                type.getMethods().stream()
                        .filter(method -> method.isAnnotatedWith(AllTenants.class))
                        .map(method -> type.getSimpleName() + "." + method.getName()));
    }

    /** Makes the rest of the test run as a request of this partner. */
    public static void actAsPartner(UUID partner) {
        actAsPartner("partner", partner);
    }

    /** The same with another role that binds to a tenant, limited to these sites. */
    public static void actAsPartner(String role, UUID partner, UUID... sites) {
        JwtClaims claims = new JwtClaims();
        claims.setStringListClaim(
                "site_ids", Stream.of(sites).map(UUID::toString).toList());
        claims.setSubject("partner-" + partner);
        claims.setStringClaim("partner_id", partner.toString());
        Arc.container()
                .instance(CurrentIdentityAssociation.class)
                .get()
                .setIdentity(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new OidcJwtCallerPrincipal(claims, new TokenCredential("test", "test")))
                        .addRole(role)
                        .build());
    }

    /** Connects with the rights of the service, in the scope of one tenant, or of some of its sites. */
    public static Connection inScopeOf(UUID tenant, UUID... sites) throws SQLException {
        Connection service = OwnerDatabase.connectAsService();
        try (PreparedStatement set = service.prepareStatement("select set_config('commons.tenant', ?, false)")) {
            set.setString(
                    1,
                    Stream.concat(Stream.of(tenant), Stream.of(sites))
                            .map(UUID::toString)
                            .collect(Collectors.joining(" ")));
            set.execute();
        }
        return service;
    }

    public static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Asserts that the tenant can neither change, delete nor insert rows of other tenants in the table, nor read them.
     *
     * @param readable whether the tenant may read them
     */
    public static void assertRowsOfOthersAreProtected(UUID tenant, String table, boolean readable) throws SQLException {
        assertRowsOfOthersAreProtected(tenant, List.of(), table, readable);
    }

    /**
     * As above.
     *
     * @param sites those that limit the caller, which are none of the rows
     */
    public static void assertRowsOfOthersAreProtected(UUID tenant, List<UUID> sites, String table, boolean readable)
            throws SQLException {
        assertThat(OwnerDatabase.number("select count(*) from " + table))
                .as("rows of " + table)
                .isPositive();
        String columns = String.join(
                ", ",
                names("select quote_ident(attname) from pg_attribute where attrelid = '" + table + "'::regclass"
                        + " and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''"));
        String row = text("select to_jsonb(t) from " + table + " t limit 1");
        try (Connection service = inScopeOf(tenant, sites.toArray(UUID[]::new))) {
            if (!readable) {
                assertThat(count(service, table)).as(table).isZero();
            }
            String column = columns.split(", ", 2)[0];
            assertThat(changed(service, "update " + table + " set " + column + " = " + column))
                    .as(table)
                    .isZero();
            assertThat(changed(service, "delete from " + table)).as(table).isZero();
            try (PreparedStatement insert = service.prepareStatement("insert into " + table + " (" + columns
                    + ") select " + columns + " from jsonb_populate_record(null::" + table + ", ?::jsonb)")) {
                insert.setString(1, row);
                assertThatThrownBy(insert::execute)
                        .as(table)
                        .hasMessageMatching("(?s).*(violates row-level security policy|permission denied for table).*");
            }
        }
    }

    /** The id that the owner finds. */
    public static UUID id(String query, Object... parameters) {
        try (Connection owner = OwnerDatabase.connect();
                PreparedStatement statement = OwnerDatabase.prepare(owner, query, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, UUID.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<UUID> ids(Connection connection, String query) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    /** The number of changed rows; 0 when the service has no right to change any row. */
    private static int changed(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private static String text(String sql) throws SQLException {
        try (Connection owner = OwnerDatabase.connect();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Set<String> names(String sql) {
        Set<String> names = new TreeSet<>();
        try (Connection owner = OwnerDatabase.connect();
                Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }
}
