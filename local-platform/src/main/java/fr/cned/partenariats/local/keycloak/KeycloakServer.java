package fr.cned.partenariats.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.JavaProgram;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.HttpProbe;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.lifecycle.Resource;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs Keycloak on the loopback interface, with its own database in its directory. The first start imports the realm of
 * the platform.
 */
public final class KeycloakServer implements Part {

    public static final String REALM = "cned";

    /** The administrator of the realm master. */
    static final String ADMIN = "admin";

    private static final Duration STOP = Duration.ofSeconds(15);
    private static final String MAIN = "org.keycloak.quarkus.runtime.KeycloakMain";
    private static final String REALM_FILE = "/keycloak/cned-realm.json";

    private final Settings settings;
    private final Path home;
    private final int port;
    private final HttpProbe probe;
    private final AotCaches caches;
    private final JavaProgram program;
    private final ManagedProcess process;

    /**
     * @param distribution Keycloak after its build step, which Maven runs; all platforms share it
     * @param port the port for users and services
     * @param realmValues the values of the placeholders in the realm file
     */
    public record Settings(
            Path home,
            Path distribution,
            Path log,
            int port,
            int managementPort,
            int heapMegabytes,
            String adminPassword,
            Map<String, String> realmValues) {}

    public KeycloakServer(Settings settings, AotCaches caches, ProcessLedger ledger) {
        this.settings = settings;
        this.home = settings.home();
        this.port = settings.port();
        this.probe = new HttpProbe(URI.create("http://localhost:" + settings.managementPort() + "/health/ready"));
        this.caches = caches;
        this.program = program();
        this.process = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        "keycloak",
                        () -> caches.commandLine(program),
                        environment(),
                        home,
                        settings.log(),
                        "TERM",
                        url().toString()));
    }

    @Override
    public void start() {
        prepareHome();
        process.start();
        Await.ready(process, probe::isOk, Await.LONGEST_START);
    }

    @Override
    public void stop() {
        process.stop(caches.stopTimeout(STOP));
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    public URI url() {
        return url(port);
    }

    public static URI url(int port) {
        return URI.create("http://localhost:" + port);
    }

    public URI realmUrl() {
        return realmUrl(port);
    }

    /** The identity provider of the services and the issuer of the tokens. */
    public static URI realmUrl(int port) {
        return URI.create(url(port) + "/realms/" + REALM);
    }

    public URI tokenUrl() {
        return URI.create(realmUrl() + "/protocol/openid-connect/token");
    }

    private JavaProgram program() {
        List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx" + settings.heapMegabytes() + "m"));
        options.addAll(List.of(
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED"));

        return new JavaProgram(
                "keycloak",
                options,
                classPath(settings.distribution().resolve("lib")),
                List.of(
                        MAIN,
                        "start",
                        "--optimized",
                        "--import-realm",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=" + url(),
                        "--http-management-port=" + settings.managementPort(),
                        "--http-management-host=127.0.0.1",
                        "--cache=local",
                        // Otherwise each probe of a part that is not ready yet logs a line.
                        "--log-level=INFO,io.smallrye.health:OFF"));
    }

    /**
     * All jars of Keycloak, so that its AOT cache holds their classes: the class loader of its own quarkus-run.jar prevents
     * that. The classes that its build step generated and changed come first.
     */
    private static String classPath(Path lib) {
        return Stream.of("quarkus", "app", "lib/boot", "lib/main")
                .map(lib::resolve)
                .flatMap(KeycloakServer::jars)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(settings.realmValues());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", settings.adminPassword());
        return environment;
    }

    /** The realm file of this version, with values for its placeholders. */
    static JsonNode realmFile(Map<String, String> values) {
        return settings(REALM_FILE, values);
    }

    /** The protection of the realm master, which cannot be imported. */
    static JsonNode masterSettings() {
        return settings("/keycloak/master.json", Map.of());
    }

    private static JsonNode settings(String resource, Map<String, String> values) {
        String text = Resource.text(resource);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        try {
            return JsonApi.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The home has its own configuration, realm file and database, and a link to the shared program. */
    private void prepareHome() {
        try {
            Files.setPosixFilePermissions(Files.createDirectories(home), PosixFilePermissions.fromString("rwx------"));
            Path realms = Files.createDirectories(home.resolve("data/import"));
            Files.writeString(realms.resolve("cned-realm.json"), Resource.text(REALM_FILE));
            Path configuration = Files.createDirectories(home.resolve("conf"));
            for (String file : List.of("keycloak.conf", "cache-ispn.xml")) {
                Files.copy(
                        settings.distribution().resolve("conf").resolve(file),
                        configuration.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.createDirectories(home.resolve("providers"));
            UnpackedArchive.delete(home.resolve("lib"));
            Files.createSymbolicLink(
                    home.resolve("lib"), settings.distribution().resolve("lib"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
