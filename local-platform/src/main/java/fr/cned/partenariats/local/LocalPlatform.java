package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.DemoLoader;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.GatewayClient;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.kafka.KafkaBroker;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.keycloak.KeycloakAdmin;
import fr.cned.partenariats.local.keycloak.KeycloakServer;
import fr.cned.partenariats.local.lifecycle.FileLease;
import fr.cned.partenariats.local.lifecycle.HttpProbe;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.lifecycle.Startup;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.ClientsFile;
import fr.cned.partenariats.local.wiring.DevMode;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import fr.cned.partenariats.local.wiring.Wiring;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs PostgreSQL, Kafka, Keycloak and the packaged services as processes on this machine, without Docker. {@code ./run}
 * uses it, and so do the end-to-end tests, which kill, freeze and restart its parts.
 */
public final class LocalPlatform implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Wiring wiring;
    private final AotCaches aotCaches;
    private final Set<ServiceKind> external;
    private final Progress progress;
    private final ProcessLedger ledger;
    private final DevMode devMode;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final KeycloakServer keycloak;
    private final KeycloakAdmin admin;
    private final Map<ServiceKind, Service> services = new EnumMap<>(ServiceKind.class);
    private final List<Service> furtherInstances = new CopyOnWriteArrayList<>();
    private final Thread closeAtExit = new Thread(this::stopParts, "platform-close");
    private @Nullable FileLease lock;

    /**
     * @param aotDirectory the folder of the AOT caches
     * @param recording whether starts are recorded for {@link #trainAotCaches}
     * @param external services that the developer starts and stops
     */
    LocalPlatform(
            Wiring wiring,
            Jdk jdk,
            Profile profile,
            Path aotDirectory,
            boolean recording,
            Set<ServiceKind> external,
            Progress progress) {
        this.wiring = wiring;
        this.external = external;
        this.progress = progress;
        this.ledger = new ProcessLedger(wiring.layout().runDirectory(), StopOrder::of);
        this.aotCaches = new AotCaches(aotDirectory, jdk, profile, recording, ledger);
        this.devMode = new DevMode(wiring.layout());
        this.postgres = new PostgresServer(wiring.postgres(), ledger);
        this.kafka = new KafkaBroker(wiring.kafka(), aotCaches, ledger);
        this.keycloak = new KeycloakServer(wiring.keycloak(), aotCaches, ledger);
        this.admin = new KeycloakAdmin(keycloak, wiring.secrets().keycloakAdministrator());
        for (ServiceKind kind : ServiceKind.values()) {
            if (!external.contains(kind)) {
                services.put(kind, new Service(wiring.service(kind), aotCaches, ledger));
            }
        }
    }

    public static LocalPlatformBuilder builder() {
        return new LocalPlatformBuilder();
    }

    /** Starts all parts and returns when they are ready. When one fails, stops all and throws its failure. */
    public LocalPlatform start() {
        lock = takeLock();
        try {
            List<String> stopped = ledger.endLeftovers(STOP);
            if (!stopped.isEmpty()) {
                progress.note("Stopped parts that an earlier start left running: " + String.join(", ", stopped));
            }
            wiring.ports().requireFree(external);
            wiring.layout().rotateLogs();
            ledger.record("launcher", ProcessHandle.current(), "TERM", "");
            external.forEach(this::leaveOut);
            Runtime.getRuntime().addShutdownHook(closeAtExit);
            new Startup(progress).run(this::stopParts, this::plan);
            return this;
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private FileLease takeLock() {
        return FileLease.tryTake(wiring.layout().lock())
                .orElseThrow(() -> new PlatformFailure("A platform runs already from "
                        + wiring.layout().directory()
                        + ". Stop it with ./run stop, or see its parts with ./run status."));
    }

    private void plan(Startup startup) {
        Startup.Step database = startup.step("PostgreSQL", postgres::start, postgres.process()::lastLine);
        Startup.Step broker = startup.step("Kafka", kafka::start, kafka.process()::lastLine);
        startup.step("Keycloak", this::startKeycloak, keycloak.process()::lastLine);
        for (Service service : services.values()) {
            startup.step(service.name(), service::start, service.process()::lastLine, database, broker);
        }
    }

    private void startKeycloak() {
        keycloak.start();
        admin.protectMasterRealm();
        admin.updateRealm(wiring.url(ServiceKind.GATEWAY));
        admin.providePeople(RealmAccounts.PEOPLE, wiring.secrets().demoUsers());
    }

    private void leaveOut(ServiceKind kind) {
        devMode.write(kind, wiring.environment(kind));
        ledger.recordExternal(kind.module(), wiring.url(kind).toString());
    }

    /** The shell line that runs a service that was left out, in Quarkus dev mode against this platform. */
    public String devModeCommand(ServiceKind kind) {
        return devMode.command(kind);
    }

    /** Whether every service that was left out is ready. */
    public boolean externalServicesAreReady() {
        return external.stream().allMatch(kind -> new HttpProbe(wiring.readinessUrl(kind)).isOk());
    }

    /** Starts one more instance of a service beside the first, on free ports, with the same configuration. */
    public Service startAnother(ServiceKind kind) {
        return startAnother(kind, Ports.random(), Map.of());
    }

    /**
     * Starts one more instance of a service beside the first.
     *
     * @param environment additional environment variables
     */
    public Service startAnother(ServiceKind kind, Ports ports, Map<String, String> environment) {
        return startAnother(kind, wiring.layout().project(), ports, environment);
    }

    /**
     * Starts an instance of another build beside the first, for example of an earlier version.
     *
     * @param checkout the project that was built
     */
    public Service startAnother(ServiceKind kind, Path checkout, Ports ports, Map<String, String> environment) {
        Service another = new Service(
                wiring.furtherInstance(kind, checkout, furtherInstances.size() + 2, ports, environment),
                aotCaches,
                ledger);
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
        return wiring.url(ServiceKind.GATEWAY);
    }

    /** Every part by its name, in the order in which they are stopped. */
    public Map<String, Part> parts() {
        List<Service> started = new ArrayList<>(services.values());
        Collections.reverse(started);
        Map<String, Part> parts = new LinkedHashMap<>();
        Stream.of(furtherInstances.stream(), started.stream(), Stream.of(keycloak, kafka, postgres))
                .flatMap(group -> group)
                .forEach(part -> parts.put(part.name(), part));
        return parts;
    }

    /** The credentials of a client of the realm, or those that {@link #providePartnerClient} gave to a partner. */
    public ClientCredentials client(String id) {
        return wiring.secrets().client(id);
    }

    public String token(ClientCredentials client) {
        return admin.token(client);
    }

    /** Creates the client with which a registered partner asks for its tokens, if it does not exist. */
    public ClientCredentials providePartnerClient(String id, String displayName, UUID partnerId) {
        return providePartnerClient(id, displayName, partnerId, KeycloakAdmin.PARTNER_ROLE);
    }

    private ClientCredentials providePartnerClient(String id, String displayName, UUID partnerId, String role) {
        ClientCredentials client = client(id);
        admin.providePartnerClient(client, displayName, partnerId, role);
        return client;
    }

    /** The administration of Keycloak. */
    public KeycloakAdmin keycloakAdministration() {
        return admin;
    }

    /** The password of the demonstration people ({@link RealmAccounts#PEOPLE}). */
    public String demoPassword() {
        return wiring.secrets().demoUsers();
    }

    /** Makes a demonstration person a member of the partner's staff. */
    public void setPartnerOf(String userName, UUID partnerId) {
        admin.setPartnerOf(userName, partnerId);
    }

    /** The same with a role, such as {@code READS}, and the sites that limit the person. */
    public void setPartnerOf(String userName, UUID partnerId, String personRole, String... siteIds) {
        admin.setPartnerOf(userName, partnerId, personRole, siteIds);
    }

    /** Loads the demonstration data that are not there yet. */
    public LoadedDemo loadDemo(DemoSize size) {
        LoadedDemo demo = new DemoLoader(
                        new DemoLoader.Offices(
                                gateway(client(RealmAccounts.PARTNERSHIP_OFFICE)),
                                gateway(client(RealmAccounts.CATALOGUE_OFFICE)),
                                gateway(client(RealmAccounts.ENROLLMENT_OFFICE))),
                        (id, name, partnerId, role) -> gateway(providePartnerClient(id, name, partnerId, role)),
                        progress,
                        wiring.layout().completedLoad())
                .load(size);
        setPartnerOf(RealmAccounts.PARTNER_USER, demo.examplePartner());
        setPartnerOf(RealmAccounts.HOST_USER, demo.hostSchool(), "HOSTS_APPRENTICES");
        return demo;
    }

    private GatewayClient gateway(ClientCredentials client) {
        return new GatewayClient(gatewayUrl(), () -> admin.token(client));
    }

    /** @param demo the data that the printed examples use; empty when none were loaded */
    public void writeClientsFile(Optional<LoadedDemo> demo) {
        ClientsFile.write(
                wiring.layout().clientsFile(),
                gatewayUrl(),
                keycloak.tokenUrl(),
                postgres.psqlUrl(),
                demo.map(LoadedDemo::partnerClients).orElse(List.of()),
                demo.map(LoadedDemo::examples).orElse(Map.of()),
                wiring.secrets());
    }

    /** The password of a database's owner, whose queries see the rows of every tenant. */
    public String ownerPassword(String database) {
        return wiring.secrets().databaseUser(PostgresServer.ownerOf(database));
    }

    /** The password of the database superuser {@code postgres}. */
    public String superuserPassword() {
        return wiring.secrets().databaseSuperuser();
    }

    /** Whether a part started without an AOT cache, and {@link #trainAotCaches} would create it. */
    public boolean isRecording() {
        return aotCaches.isRecording();
    }

    /** Creates AOT caches, with which the next start is faster, in about a minute. */
    public void trainAotCaches() {
        if (isRecording()) {
            progress.note(
                    "Creating caches for faster starts, once per build: in the next minute each part pauses briefly");
        }
        aotCaches.train();
    }

    /** Puts the AOT caches of the services into their packages, from which the images are built. */
    public void packageAotCaches() {
        services.keySet()
                .forEach(kind -> aotCaches.copy(kind.module(), wiring.layout().packagedAotCache(kind)));
    }

    /** Stops all parts: the gateway first, then the services, the database last. */
    @Override
    public void close() {
        stopParts();
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // the JVM is shutting down already
        }
    }

    private synchronized void stopParts() {
        ledger.close();
        ledger.endLeftovers(aotCaches.stopTimeout(STOP));
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
