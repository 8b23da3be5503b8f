package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.kafka.KafkaBroker;
import fr.cned.partenariats.local.keycloak.KeycloakServer;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of each part: files, ports, memory, credentials, and the addresses of the parts that it needs. Services
 * are configured by environment variables only, as in a deployment.
 *
 * @param jvmOptions additional options for the JVM of each service
 * @param overrides additional environment variables of services
 */
public record Wiring(
        Layout layout,
        Ports ports,
        Memory memory,
        Secrets secrets,
        List<String> jvmOptions,
        Map<ServiceKind, Map<String, String>> overrides) {

    public PostgresServer.Settings postgres() {
        return new PostgresServer.Settings(
                layout.data("postgresql"),
                layout.cache(),
                layout.log("postgresql"),
                ports.of(Ports.Port.POSTGRESQL),
                secrets.databaseSuperuser(),
                ServiceKind.withDatabase().stream()
                        .map(kind -> kind.database().orElseThrow())
                        .map(database -> new PostgresServer.Database(
                                database,
                                secrets.databaseUser(PostgresServer.ownerOf(database)),
                                secrets.databaseUser(database)))
                        .toList());
    }

    public KafkaBroker.Settings kafka() {
        return new KafkaBroker.Settings(
                layout.data("kafka"),
                layout.log("kafka"),
                ports.of(Ports.Port.KAFKA),
                ports.of(Ports.Port.KAFKA_CONTROLLER),
                memory.kafkaMegabytes(),
                secrets.kafkaAdministrator(),
                ServiceKind.withDatabase().stream().map(secrets::kafkaUser).toList());
    }

    public KeycloakServer.Settings keycloak() {
        Map<String, String> realmValues = new HashMap<>();
        realmValues.put("GATEWAY_URL", url(ServiceKind.GATEWAY).toString());
        for (String client : RealmAccounts.CLIENTS) {
            realmValues.put(
                    RealmAccounts.variable(client) + "_CLIENT_SECRET",
                    secrets.client(client).secret());
        }
        realmValues.put(
                RealmAccounts.variable(RealmAccounts.PARTNER_SERVICE) + "_CLIENT_SECRET",
                secrets.client(RealmAccounts.PARTNER_SERVICE).secret());
        return new KeycloakServer.Settings(
                layout.data("keycloak"),
                layout.keycloak(),
                layout.log("keycloak"),
                ports.of(Ports.Port.KEYCLOAK),
                ports.of(Ports.Port.KEYCLOAK_MANAGEMENT),
                memory.keycloakMegabytes(),
                secrets.keycloakAdministrator(),
                realmValues);
    }

    /** The settings of the only instance of a service. */
    public Service.Settings service(ServiceKind kind) {
        return service(kind.module(), kind, layout.project(), ports, Map.of());
    }

    /**
     * The settings of one more instance, on its own ports and with additional environment variables.
     *
     * @param checkout the project whose build it runs
     */
    public Service.Settings furtherInstance(
            ServiceKind kind, Path checkout, int number, Ports own, Map<String, String> additional) {
        return service(kind.module() + "-" + number, kind, checkout, own, additional);
    }

    private Service.Settings service(
            String name, ServiceKind kind, Path checkout, Ports own, Map<String, String> additional) {
        Map<String, String> environment = environment(kind, own);
        environment.putAll(additional);
        List<String> options = new ArrayList<>(memory.optionsOfServices());
        options.addAll(jvmOptions);
        return new Service.Settings(
                name,
                kind,
                Layout.application(checkout, kind),
                layout.log(name),
                own.of(kind),
                own.managementOf(kind),
                options,
                environment);
    }

    public URI url(ServiceKind kind) {
        return URI.create("http://localhost:" + ports.of(kind));
    }

    public URI readinessUrl(ServiceKind kind) {
        return URI.create("http://localhost:" + ports.managementOf(kind) + Service.READINESS);
    }

    /** Everything that a service needs outside the profiles dev and test. */
    public Map<String, String> environment(ServiceKind kind) {
        return environment(kind, ports);
    }

    private Map<String, String> environment(ServiceKind kind, Ports own) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(own.of(kind)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(own.managementOf(kind)));
        environment.put(
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                KeycloakServer.realmUrl(ports.of(Ports.Port.KEYCLOAK)).toString());
        kind.database().ifPresent(database -> {
            String owner = PostgresServer.ownerOf(database);
            environment.put(
                    "QUARKUS_DATASOURCE_JDBC_URL", PostgresServer.jdbcUrl(ports.of(Ports.Port.POSTGRESQL), database));
            environment.put("QUARKUS_DATASOURCE_USERNAME", database);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", secrets.databaseUser(database));
            environment.put("QUARKUS_FLYWAY_USERNAME", owner);
            environment.put("QUARKUS_FLYWAY_PASSWORD", secrets.databaseUser(owner));
            environment.put("KAFKA_BOOTSTRAP_SERVERS", KafkaBroker.bootstrapServers(ports.of(Ports.Port.KAFKA)));
            environment.putAll(secrets.kafkaUser(kind).environment());
        });
        if (kind == ServiceKind.PARTNER) {
            environment.put(
                    "PARTNER_KEYCLOAK_URL",
                    KeycloakServer.url(ports.of(Ports.Port.KEYCLOAK)).toString());
            environment.put(
                    "PARTNER_KEYCLOAK_CLIENT_SECRET",
                    secrets.client(RealmAccounts.PARTNER_SERVICE).secret());
            environment.put("PARTNER_WEBHOOKS_ENCRYPTION_KEY", secrets.webhookEncryptionKey());
            environment.put("PARTNER_WEBHOOKS_LOCAL_TARGETS", "true");
            environment.put("PARTNER_NOTICES_FOLDER", layout.data("mails").toString());
            environment.put("PARTNER_NOTICES_WORKSPACE", url(ServiceKind.GATEWAY) + "/app/");
        }
        if (kind == ServiceKind.CATALOG) { // of no organisation that exists
            environment.put("CATALOG_ORGANISATION_SIRET", "73282932000074");
            environment.put("CATALOG_ORGANISATION_ACTIVITY_NUMBER", "54860000086");
        }
        if (kind == ServiceKind.ENROLLMENT) {
            environment.put(
                    "ENROLLMENT_STATISTICS_FOLDER", layout.data("statistics").toString());
            environment.put("ENROLLMENT_PAPERS_VERIFY_PAGE", url(ServiceKind.GATEWAY) + "/verify/");
        }
        if (kind == ServiceKind.GATEWAY) {
            for (ServiceKind target : ServiceKind.withDatabase()) {
                String prefix = "GATEWAY_SERVICES_" + target.name();
                environment.put(prefix + "_URL", url(target).toString());
                environment.put(prefix + "_HEALTH_URL", readinessUrl(target).toString());
            }
        }
        environment.putAll(overrides.getOrDefault(kind, Map.of()));
        return environment;
    }
}
