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
        return token(PARTNER_CLIENTS.computeIfAbsent(
                partner, id -> get().providePartnerClient("partner-" + id, "Partenaire (test)", id)));
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
        String database = service.database().orElseThrow();
        try (Connection connection = DriverManager.getConnection(
                        get().postgres().jdbcUrl(database),
                        PostgresServer.ownerOf(database),
                        get().ownerPassword(database));
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A platform without data on free ports. Its timeouts tolerate stalls of a busy build machine. */
    static LocalPlatformBuilder fresh(Path directory) {
        LocalPlatformBuilder settings = LocalPlatform.builder()
                .directory(directory.toAbsolutePath())
                .fresh(true)
                .ports(Ports.random());
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
            LocalPlatform platform = fresh(Path.of("target/platform"))
                    // 200 clients share one token in the test of the last places.
                    .environment(ServiceKind.GATEWAY, "GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", "20000")
                    .environment(ServiceKind.GATEWAY, "GATEWAY_RATE_LIMIT_BURST", "20000")
                    .build()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            return platform;
        }
    }
}
