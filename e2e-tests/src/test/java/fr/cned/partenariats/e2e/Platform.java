package fr.cned.partenariats.e2e;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The platform that most tests share. It starts once, from the packaged services, on free ports. */
final class Platform {

    static final String CATALOGUE_APP = "cned-catalogue-app";
    static final String PARTNERSHIP_OFFICE = "cned-partnership-office";
    static final String CATALOGUE_OFFICE = "cned-catalogue-office";
    static final String ENROLLMENT_OFFICE = "cned-enrollment-office";

    /** The commit that the parts show. */
    static final String COMMIT = "0123456789ab";

    /** The folder of the platform. */
    static final Path DIRECTORY = Path.of("target/platform");

    private static final Duration TOKEN_CACHE_TIME = Duration.ofMinutes(2);
    private static final Map<String, Token> TOKENS = new ConcurrentHashMap<>();
    private static final Map<UUID, ClientCredentials> PARTNER_CLIENTS = new ConcurrentHashMap<>();

    private Platform() {}

    private record Token(String text, Instant until) {}

    static LocalPlatform get() {
        return Holder.PLATFORM;
    }

    static ApiClient http() {
        return Holder.HTTP;
    }

    /** Returns an access token of a client of the realm, from Keycloak or from the cache. */
    static String token(String client) {
        return token(get().client(client));
    }

    /** Returns an access token of the partner's client. The first call creates the client. */
    static String partnerToken(UUID partner) {
        return token(partnerClient(partner));
    }

    /** Returns the partner's client. The first call creates it. */
    static ClientCredentials partnerClient(UUID partner) {
        return PARTNER_CLIENTS.computeIfAbsent(
                partner, id -> get().providePartnerClient("partner-" + id, "Partenaire (test)", id));
    }

    private static String token(ClientCredentials client) {
        Token token = TOKENS.compute(
                client.id(),
                (id, known) -> known != null && known.until().isAfter(Instant.now())
                        ? known
                        : new Token(get().token(client), Instant.now().plus(TOKEN_CACHE_TIME)));
        return token.text();
    }

    /** Returns the result of a query for one number in a service's database. */
    static long number(ServiceKind service, String sql, Object... parameters) {
        return query(get(), service, sql, parameters, rows -> rows.next() ? rows.getLong(1) : -1L);
    }

    /** Returns the rows of a query in a service's database. The columns of a row are separated by blanks. */
    static List<String> rows(ServiceKind service, String sql, Object... parameters) {
        return rows(get(), service, sql, parameters);
    }

    /** The rows of another platform. */
    static List<String> rows(LocalPlatform platform, ServiceKind service, String sql, Object... parameters) {
        return query(platform, service, sql, parameters, rows -> {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(rows.getString(i));
                }
                all.add(String.join(" ", columns));
            }
            return all;
        });
    }

    /** Changes rows in a service's database, as an operator does. */
    static void update(ServiceKind service, String sql) {
        if (!query(get(), service, sql + " returning 1", new Object[0], ResultSet::next)) {
            throw new AssertionError("no row: " + sql);
        }
    }

    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private static <T> T query(
            LocalPlatform platform, ServiceKind service, String sql, Object[] parameters, Reader<T> reader) {
        String database = service.database().orElseThrow();
        try (Connection connection = DriverManager.getConnection(
                        platform.postgres().jdbcUrl(database),
                        PostgresServer.ownerOf(database),
                        platform.ownerPassword(database));
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return reader.read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A platform without data on free ports. Its timeouts tolerate stalls of a busy build machine, except in a run of
     * {@link AlertsIT} by its property, which measures with those of production.
     */
    static LocalPlatformBuilder fresh(Path directory) {
        LocalPlatformBuilder settings = LocalPlatform.builder()
                .directory(directory.toAbsolutePath())
                .fresh(true)
                .ports(Ports.random());
        if (AlertsIT.isMeasurement()) {
            return settings;
        }
        for (String step : List.of(
                "QUARKUS_OIDC_CONNECTION_TIMEOUT",
                "GATEWAY_TIMEOUT_CONNECT",
                "GATEWAY_TIMEOUT_RESPONSE",
                "GATEWAY_POOL_MAX_WAIT")) {
            settings.environment(ServiceKind.GATEWAY, step, "30s");
        }
        for (ServiceKind service : List.of(ServiceKind.PARTNER, ServiceKind.CATALOG, ServiceKind.ENROLLMENT)) {
            settings.environment(service, "QUARKUS_OIDC_CONNECTION_TIMEOUT", "30s")
                    .environment(service, "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "30")
                    .environment(
                            service,
                            "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_OPTIONS",
                            "-c statement_timeout=30s -c lock_timeout=30s"
                                    + " -c idle_in_transaction_session_timeout=30s -c jit=off");
        }
        return settings;
    }

    private static final class Holder {
        static final LocalPlatform PLATFORM = start();
        static final ApiClient HTTP = new ApiClient(PLATFORM.gatewayUrl());

        private static LocalPlatform start() {
            LocalPlatformBuilder settings = fresh(DIRECTORY);
            if (!AlertsIT.isMeasurement()) {
                // 200 clients share one token in the test of the last places.
                settings.environment(ServiceKind.GATEWAY, "GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", "20000")
                        .environment(ServiceKind.GATEWAY, "GATEWAY_RATE_LIMIT_BURST", "20000");
            }
            for (ServiceKind part : ServiceKind.values()) {
                settings.environment(part, "COMMONS_BUILD_COMMIT", COMMIT);
            }
            LocalPlatform platform = OutsideSystems.connect(settings)
                    .environment(ServiceKind.PARTNER, "PARTNER_API_CLIENTS_LAST_USE_EVERY", "2s")
                    .environment(ServiceKind.ENROLLMENT, "ENROLLMENT_CALENDAR_EVERY", "5s")
                    .build()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            return platform;
        }
    }
}
