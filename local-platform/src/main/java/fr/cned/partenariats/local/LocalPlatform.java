package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.DemoLoader;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.GatewayClient;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.jdk.AotCache;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.kafka.KafkaBroker;
import fr.cned.partenariats.local.kafka.KafkaUser;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.keycloak.KeycloakAdmin;
import fr.cned.partenariats.local.keycloak.KeycloakServer;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.process.FileLease;
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.ProcessLedger;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the services need, and the services, as processes on this machine: real PostgreSQL,
 * Kafka and Keycloak from Maven artifacts, and the packaged fast-jars. No Docker.
 *
 * <p>Used by {@code ./run} and by the end-to-end tests, which kill, freeze and restart the parts.
 */
public final class LocalPlatform implements AutoCloseable {

    private static final Duration LEFTOVER = Duration.ofSeconds(10);

    private final Layout layout;
    private final Ports ports;
    private final Memory memory;
    private final Jdk jdk;
    private final boolean learning;
    private final List<String> jvmOptions;
    private final Map<ServiceKind, Map<String, String>> environments;
    private final Progress progress;
    private final ProcessLedger ledger;
    private final Secrets secrets;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final KeycloakServer keycloak;
    private final Map<ServiceKind, Service> services = new EnumMap<>(ServiceKind.class);
    private final List<Service> furtherInstances = new CopyOnWriteArrayList<>();
    private final Thread closeAtExit = new Thread(this::stopParts, "platform-close");
    private @Nullable FileLease lock;

    LocalPlatform(LocalPlatformBuilder settings) {
        this.layout = settings.layout();
        this.ports = settings.ports();
        this.memory = settings.memory();
        this.jdk = settings.jdk();
        this.learning = settings.learning();
        this.jvmOptions = settings.jvmOptions();
        this.environments = settings.environments();
        this.progress = settings.progress();
        this.ledger = new ProcessLedger(layout.runDirectory());
        this.secrets = new Secrets(layout.secrets());
        this.postgres = new PostgresServer(
                layout.data("postgresql"),
                layout.cache(),
                layout.log("postgresql"),
                ports.of(Ports.Port.POSTGRESQL),
                secrets.of("postgresql.superuser"),
                ledger);
        this.kafka = new KafkaBroker(
                new KafkaBroker.Settings(
                        layout.data("kafka"),
                        layout.cache(),
                        layout.log("kafka"),
                        ports.of(Ports.Port.KAFKA),
                        ports.of(Ports.Port.KAFKA_CONTROLLER),
                        memory.kafkaMegabytes(),
                        secrets.of("kafka.admin"),
                        Stream.of(ServiceKind.values())
                                .filter(kind -> kind.database().isPresent())
                                .map(this::kafkaUser)
                                .toList()),
                jdk,
                learning,
                ledger);
        this.keycloak = new KeycloakServer(keycloakSettings(), jdk, learning, ledger, progress::note);
        for (ServiceKind kind : ServiceKind.values()) {
            services.put(kind, service(kind.module(), kind, ports.of(kind), ports.managementOf(kind)));
        }
    }

    public static LocalPlatformBuilder builder() {
        return new LocalPlatformBuilder();
    }

    /** Starts everything and returns when all is ready. When a part fails, all is stopped again. */
    public LocalPlatform start() {
        FileLease taken = FileLease.tryTake(layout.lock())
                .orElseThrow(() -> new PlatformFailure("A platform runs already from " + layout.directory()
                        + ": stop it first with ./run stop, or look at it with ./run status."));
        lock = taken;
        try {
            List<String> leftovers = ledger.endLeftovers(LEFTOVER);
            if (!leftovers.isEmpty()) {
                progress.note("Ended what an earlier start left running: " + String.join(", ", leftovers));
            }
            ports.requireFree();
            layout.rotateLogs();
            ledger.record("launcher", ProcessHandle.current(), "TERM", "");
            Runtime.getRuntime().addShutdownHook(closeAtExit);
            new Startup(progress).run(this::stopParts, this::plan);
            return this;
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private void plan(Startup startup) {
        Startup.Step database = startup.step("PostgreSQL", this::startDatabase);
        Startup.Step broker = startup.step("Kafka", kafka::start);
        startup.step("Keycloak", this::startKeycloak);
        for (Service service : services.values()) {
            startup.step(service.name(), service::start, database, broker);
        }
    }

    private void startKeycloak() {
        keycloak.start();
        admin().providePeople(RealmAccess.PEOPLE, demoUserPassword());
    }

    private void startDatabase() {
        postgres.start();
        for (ServiceKind kind : ServiceKind.values()) {
            kind.database()
                    .ifPresent(database ->
                            postgres.provide(database, ownerPassword(database), databasePassword(database)));
        }
    }

    /** With which a service logs in to Kafka. */
    private KafkaUser kafkaUser(ServiceKind kind) {
        return new KafkaUser(kind.module(), secrets.of("kafka." + kind.module()), KafkaUser.Mechanism.SCRAM);
    }

    /** Starts one more instance of a service beside the first, on free ports, with the same configuration. */
    public Service startAnother(ServiceKind kind) {
        Ports free = Ports.random();
        String name = kind.module() + "-" + (furtherInstances.size() + 2);
        Service another = service(name, kind, free.of(kind), free.managementOf(kind));
        furtherInstances.add(another);
        another.start();
        return another;
    }

    public Service service(ServiceKind kind) {
        return Objects.requireNonNull(services.get(kind));
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    public KeycloakServer keycloak() {
        return keycloak;
    }

    public URI gatewayUrl() {
        return service(ServiceKind.GATEWAY).url();
    }

    /** Every part by its name, in the order in which they are stopped. */
    public Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        furtherInstances.forEach(service -> parts.put(service.name(), service));
        List<Service> started = new ArrayList<>(services.values());
        for (int i = started.size() - 1; i >= 0; i--) {
            parts.put(started.get(i).name(), started.get(i));
        }
        parts.put(keycloak.name(), keycloak);
        parts.put(kafka.name(), kafka);
        parts.put(postgres.name(), postgres);
        return parts;
    }

    /** The credentials of a client of the realm, or those that {@link #providePartnerClient} gave to a partner. */
    public ClientCredentials client(String id) {
        return new ClientCredentials(id, secrets.of("client." + id));
    }

    public String token(ClientCredentials client) {
        return admin().token(client);
    }

    /** Makes the client with which a registered partner asks for its tokens. */
    public ClientCredentials providePartnerClient(String id, String displayName, UUID partnerId) {
        return providePartnerClient(admin(), id, displayName, partnerId);
    }

    private ClientCredentials providePartnerClient(KeycloakAdmin admin, String id, String displayName, UUID partnerId) {
        ClientCredentials client = client(id);
        admin.providePartnerClient(client, displayName, partnerId);
        return client;
    }

    /** Brings in the demonstration data, as far as they are not there yet. */
    public LoadedDemo loadDemo(DemoSize size) {
        KeycloakAdmin admin = admin();
        LoadedDemo demo = new DemoLoader(
                        new DemoLoader.Offices(
                                gateway(admin, client(RealmAccess.PARTNERSHIP_OFFICE)),
                                gateway(admin, client(RealmAccess.CATALOGUE_OFFICE)),
                                gateway(admin, client(RealmAccess.ENROLLMENT_OFFICE))),
                        (id, name, partnerId) -> gateway(admin, providePartnerClient(admin, id, name, partnerId)),
                        progress::ready,
                        progress::note)
                .load(size);
        admin.setPartnerOf(RealmAccess.PARTNER_USER, demo.examplePartner());
        return demo;
    }

    /** @param demo the data that the printed examples use; empty where none were loaded */
    public void writeClientsFile(Optional<LoadedDemo> demo) {
        ClientsFile.write(layout.clientsFile(), this, demo);
    }

    private GatewayClient gateway(KeycloakAdmin admin, ClientCredentials client) {
        return new GatewayClient(gatewayUrl(), () -> admin.token(client));
    }

    /** The password that all demonstration accounts of people share. */
    public String demoUserPassword() {
        return secrets.of("demo-users");
    }

    public String databasePassword(String database) {
        return secrets.of("postgresql." + database);
    }

    /** Of the database's owner, whose rows no policy hides. */
    public String ownerPassword(String database) {
        return secrets.of("postgresql." + PostgresServer.ownerOf(database));
    }

    public String keycloakAdminPassword() {
        return secrets.of("keycloak.admin");
    }

    /** Has the services that recorded their start write it down. They answer nobody meanwhile. */
    public void endRecordings() {
        long began = System.nanoTime();
        List<Runnable> recordings = new ArrayList<>();
        forEachTrainable((part, cache) -> {
            if (part instanceof Service) {
                recordings.add(() -> cache.endRecording(part.process().pid()));
            }
        });
        if (!recordings.isEmpty()) {
            progress.note("The services write down how they started; once, for faster starts");
            Startup.together(recordings);
            progress.ready("faster starts", Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** Makes the next start faster by what was written down. Takes a while, at the lowest priority. */
    public void learn() {
        forEachTrainable((part, cache) -> {
            if (cache.isRecording()) {
                cache.endRecording(part.process().pid());
            }
            cache.train();
        });
    }

    private void forEachTrainable(BiConsumer<Part, AotCache> action) {
        for (Part part : parts().values()) {
            AotCache cache = aotCache(part);
            if (cache != null && cache.canTrain() && part.process().isAlive()) {
                action.accept(part, cache);
            }
        }
    }

    private static @Nullable AotCache aotCache(Part part) {
        if (part instanceof Service service) {
            return service.aotCache();
        }
        if (part instanceof KeycloakServer keycloak) {
            return keycloak.aotCache();
        }
        return part instanceof KafkaBroker kafka ? kafka.aotCache() : null;
    }

    /** Stops everything that was started here: services first, the database last. */
    @Override
    public void close() {
        stopParts();
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // the JVM is ending already
        }
    }

    private synchronized void stopParts() {
        ledger.close();
        parts().values().forEach(part -> {
            AotCache cache = aotCache(part);
            if (cache != null) {
                cache.cancel();
            }
        });
        List<Service> running = new ArrayList<>(furtherInstances);
        running.addAll(services.values());
        Startup.together(
                running.stream().<Runnable>map(service -> service::stop).toList());
        Startup.together(List.of(keycloak::stop, kafka::stop));
        postgres.stop();
        ledger.endLeftovers(LEFTOVER);
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private KeycloakAdmin admin() {
        return new KeycloakAdmin(keycloak, keycloakAdminPassword());
    }

    private Service service(String name, ServiceKind kind, int port, int managementPort) {
        List<String> options = new ArrayList<>(List.of("-Xms32m", "-Xmx" + memory.serviceMegabytes() + "m"));
        options.addAll(jvmOptions);
        return new Service(
                new Service.Launch(
                        name,
                        kind,
                        layout.application(kind),
                        layout.cache(),
                        layout.log(name),
                        port,
                        managementPort,
                        options,
                        environment(kind)),
                jdk,
                learning && name.equals(kind.module()),
                ledger);
    }

    private Map<String, String> environment(ServiceKind kind) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", keycloak.realmUrl().toString());
        kind.database().ifPresent(database -> {
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(database));
            environment.put("QUARKUS_DATASOURCE_USERNAME", database);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword(database));
            environment.put("QUARKUS_FLYWAY_USERNAME", PostgresServer.ownerOf(database));
            environment.put("QUARKUS_FLYWAY_PASSWORD", ownerPassword(database));
            environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            environment.putAll(kafkaUser(kind).environment());
        });
        if (kind == ServiceKind.GATEWAY) {
            for (ServiceKind target : List.of(ServiceKind.PARTNER, ServiceKind.CATALOG, ServiceKind.ENROLLMENT)) {
                String prefix = "GATEWAY_SERVICES_" + target.name();
                environment.put(prefix + "_URL", "http://localhost:" + ports.of(target));
                environment.put(
                        prefix + "_HEALTH_URL", "http://localhost:" + ports.managementOf(target) + "/q/health/ready");
            }
        }
        environment.putAll(Objects.requireNonNullElse(environments.get(kind), Map.of()));
        return environment;
    }

    private KeycloakServer.Settings keycloakSettings() {
        Map<String, String> values = new HashMap<>();
        values.put("GATEWAY_URL", "http://localhost:" + ports.of(ServiceKind.GATEWAY));
        for (String client : RealmAccess.CLIENTS) {
            values.put(
                    RealmAccess.variable(client) + "_CLIENT_SECRET",
                    client(client).secret());
        }
        return new KeycloakServer.Settings(
                layout.data("keycloak"),
                layout.keycloakArchive(),
                layout.cache(),
                layout.log("keycloak"),
                ports.of(Ports.Port.KEYCLOAK),
                ports.of(Ports.Port.KEYCLOAK_MANAGEMENT),
                memory.keycloakMegabytes(),
                keycloakAdminPassword(),
                values);
    }
}
