package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Memory;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.Secrets;
import fr.cned.partenariats.local.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs the command docker-compose, but no Docker engine. Prints what was not checked when the command is missing. */
class ComposeFileTest {

    private static final Path PROJECT = Layout.enclosingProject();

    @TempDir
    static Path directory;

    private static Path settings;

    @BeforeAll
    static void requireTheCommand() throws IOException, InterruptedException {
        if (!exists("docker-compose")) {
            String reason = "NOT CHECKED: docker-compose.yml (validity, secrets, networks, ports, order of start,"
                    + " environment of the services). Not installed: docker-compose";
            System.out.println(reason);
            assumeTrue(false, reason);
        }
        settings = Files.writeString(
                directory.resolve("settings"),
                Command.run(Map.of(), Command.script("new-secrets.sh").toString())
                        .text());
    }

    @Test
    void theFileIsValidWithGeneratedSecrets() throws Exception {
        Command.Output output = config(settings, "-q");

        assertThat(output.text()).isEmpty(); // Docker Compose warns about a variable without a value
        assertThat(output.exit()).isZero();
    }

    @Test
    void aMissingSecretIsRefused() throws Exception {
        List<String> lines = Files.readAllLines(settings);
        for (String secret : DockerFilesTest.secrets()) {
            Path without = Files.write(
                    directory.resolve("without"),
                    lines.stream()
                            .filter(line -> !line.startsWith(secret + "="))
                            .toList());

            Command.Output output = config(without, "-q");

            assertThat(output.exit()).as(secret).isNotZero();
            assertThat(output.text()).contains("required variable " + secret + " is missing a value");
        }
    }

    @Test
    void everyServiceHasAHealthCheckAndADockerfile() throws Exception {
        JsonNode services = services();

        for (ServiceKind kind : ServiceKind.values()) {
            assertThat(services.path(kind.module()).has("healthcheck")).isTrue();
            assertThat(PROJECT.resolve(kind.module()).resolve("src/main/docker/Dockerfile"))
                    .exists()
                    .content()
                    .contains("USER 10001");
        }
        assertThat(services.fieldNames()).toIterable().contains("postgres", "kafka", "keycloak");
    }

    @Test
    void onlyTheGatewayAndTheLoginArePublishedAndOnLoopback() throws Exception {
        services().properties().forEach(service -> {
            JsonNode ports = service.getValue().path("ports");
            boolean isPublic = Set.of("gateway", "login").contains(service.getKey());
            assertThat(ports.isEmpty()).as(service.getKey()).isEqualTo(!isPublic);
            assertThat(ports.findValuesAsText("host_ip")).allMatch("127.0.0.1"::equals);
            assertThat(service.getValue().path("networks").has("edge")).isEqualTo(isPublic);
        });
    }

    /** Its console and the realm master have another port, which is closed by default. */
    @Test
    void theAdministrationOfKeycloakIsNotPublished() throws Exception {
        JsonNode keycloak = services().path("keycloak");
        assertThat(keycloak.path("networks").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("login", "services", "data", "outside");
        JsonNode console = servicesOfAllProfiles().path("console");
        assertThat(console.path("profiles").toString()).isEqualTo("[\"admin\"]");
        String port = console.at("/ports/0/published").asText();
        assertThat(console.at("/ports/0/target").asInt()).isEqualTo(8081);
        for (String setting : List.of(
                keycloak.at("/environment/KC_HOSTNAME_ADMIN").asText(),
                services().at("/keycloak-init/environment/KEYCLOAK_ADMIN_URL").asText())) {
            assertThat(setting).isEqualTo("http://localhost:" + port);
        }
        assertThat(services().at("/login/ports")).singleElement().satisfies(published -> {
            assertThat(published.path("target").asInt()).isEqualTo(8080);
            assertThat(published.path("published").asText()).isNotEqualTo(port);
        });
    }

    @Test
    void theGatewayReachesNeitherTheDatabaseNorTheBroker() throws Exception {
        assertThat(services().path("gateway").path("networks").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("edge", "services", "management");
        for (String part : List.of("postgres", "kafka")) {
            assertThat(services().path(part).path("networks").fieldNames())
                    .toIterable()
                    .containsExactly("data");
        }
    }

    /** They call webhooks, mail servers, OPCOs or registers. Nothing else needs a route out. */
    @Test
    void onlyTheCallersOfOtherSystemsAndThePublishedPartsHaveARouteOut() throws Exception {
        JsonNode all = servicesOfAllProfiles();
        JsonNode networks = configuration().path("networks");
        Set<String> callers = new TreeSet<>();
        all.properties().forEach(container -> {
            JsonNode attached = container.getValue().path("networks");
            attached.fieldNames().forEachRemaining(network -> {
                boolean isInternal = networks.path(network).path("internal").asBoolean();
                assertThat(isInternal)
                        .as(network)
                        .isNotEqualTo(Set.of("edge", "outside").contains(network));
            });
            if (attached.has("outside")) {
                callers.add(container.getKey());
                assertThat(container.getValue().has("ports"))
                        .as(container.getKey())
                        .isFalse();
            }
        });

        assertThat(callers)
                .containsExactly(
                        "enrollment-service",
                        "enrollment-service-2",
                        "keycloak",
                        "partner-service",
                        "partner-service-2");
    }

    @Test
    void theMailServerOfTheSettingsReachesPartnerService() throws Exception {
        Path withMail = Files.writeString(directory.resolve("with-mail"), Files.readString(settings) + """
                        MAIL_HOST=smtp.example.org
                        MAIL_PORT=587
                        MAIL_USERNAME=partenariats
                        MAIL_PASSWORD=secret
                        MAIL_START_TLS=REQUIRED
                        """);

        JsonNode environment = new ObjectMapper()
                .readTree(config(withMail, "--format", "json").text())
                .at("/services/partner-service/environment");

        assertThat(environment.path("QUARKUS_MAILER_HOST").asText()).isEqualTo("smtp.example.org");
        assertThat(environment.path("QUARKUS_MAILER_PORT").asText()).isEqualTo("587");
        assertThat(environment.path("QUARKUS_MAILER_USERNAME").asText()).isEqualTo("partenariats");
        assertThat(environment.path("QUARKUS_MAILER_PASSWORD").asText()).isEqualTo("secret");
        assertThat(environment.path("QUARKUS_MAILER_START_TLS").asText()).isEqualTo("REQUIRED");
        assertThat(environment.path("QUARKUS_MAILER_TLS").asText()).isEqualTo("false");
    }

    @Test
    void healthAndMetricsListenOnTheManagementNetworkOnly() throws Exception {
        for (ServiceKind kind : ServiceKind.values()) {
            JsonNode service = services().path(kind.module());
            String host =
                    service.path("environment").path("QUARKUS_MANAGEMENT_HOST").asText();

            service.path("networks")
                    .properties()
                    .forEach(network -> assertThat(
                                    network.getValue().path("aliases").toString())
                            .as("%s of %s", network.getKey(), kind.module())
                            .isEqualTo(network.getKey().equals("management") ? "[\"" + host + "\"]" : ""));
        }
        assertThat(services()
                        .path("keycloak")
                        .path("environment")
                        .path("KC_HTTP_MANAGEMENT_HOST")
                        .asText())
                .isEqualTo("127.0.0.1");
    }

    /** The services have no default for these outside the profiles dev and test. */
    @Test
    void everyServiceGetsTheVariablesThatRunSets() throws Exception {
        Layout layout = new Layout(PROJECT, directory, directory);
        Wiring wiring = new Wiring(
                layout, Ports.standard(), Memory.standard(), new Secrets(layout.secrets()), List.of(), Map.of());

        for (ServiceKind kind : ServiceKind.values()) {
            assertThat(services().path(kind.module()).path("environment").fieldNames())
                    .toIterable()
                    .as(kind.module())
                    .containsAll(wiring.environment(kind).keySet().stream()
                            .filter(name -> !name.matches("QUARKUS_(HTTP|MANAGEMENT)_(HOST|PORT)"))
                            .toList());
        }
    }

    @Test
    void everyContainerWaitsForTheCheckOfTheSettings() throws Exception {
        JsonNode services = services();
        services.fieldNames().forEachRemaining(name -> {
            if (!name.equals("check-settings")) {
                assertThat(before(services, name)).as(name).contains("check-settings");
            }
        });
        assertThat(services.findValues("check-settings"))
                .filteredOn(needed -> needed.has("condition"))
                .isNotEmpty()
                .allMatch(needed -> needed.path("condition").asText().equals("service_completed_successfully"));
        assertThat(services.path("check-settings").path("environment").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(DockerFilesTest.secrets());
    }

    @Test
    void theContainersOfTheProfilesAreHardenedLikeTheOthers() throws Exception {
        JsonNode all = servicesOfAllProfiles();
        Set<String> added = new TreeSet<>();
        all.fieldNames().forEachRemaining(added::add);
        services().fieldNames().forEachRemaining(added::remove);

        assertThat(added)
                .containsExactlyInAnyOrder(
                        "prometheus",
                        "alertmanager",
                        "grafana",
                        "otel-collector",
                        "postgres-exporter",
                        "kafka-exporter",
                        "node-exporter",
                        "partner-service-2",
                        "catalog-service-2",
                        "enrollment-service-2",
                        "gateway-2",
                        "proxy",
                        "console");
        for (String name : added) {
            JsonNode container = all.path(name);
            assertThat(container.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(container.path("security_opt").toString()).as(name).contains("no-new-privileges:true");
            assertThat(container.has("mem_limit")).as(name).isTrue();
            assertThat(container.findValuesAsText("host_ip")).as(name).allMatch("127.0.0.1"::equals);
            assertThat(before(all, name)).as(name).contains("check-settings");
        }
    }

    /** PostgreSQL, Kafka and Keycloak write to their own file systems; everything else holds for them, too. */
    @Test
    void noContainerHasARightOfTheSystem() throws Exception {
        servicesOfAllProfiles().properties().forEach(container -> {
            JsonNode settings = container.getValue();
            assertThat(settings.path("cap_drop").toString())
                    .as(container.getKey())
                    .isEqualTo("[\"ALL\"]");
            assertThat(settings.has("cap_add")).as(container.getKey()).isFalse();
            assertThat(settings.path("privileged").asBoolean())
                    .as(container.getKey())
                    .isFalse();
            assertThat(settings.path("security_opt").toString())
                    .as(container.getKey())
                    .isEqualTo("[\"no-new-privileges:true\"]");
        });
        assertThat(services().at("/postgres/user").asText()).isEqualTo("999:999");
    }

    @Test
    void aSecondInstanceHasTheSettingsOfTheFirst() throws Exception {
        JsonNode all = servicesOfAllProfiles();
        for (ServiceKind kind : ServiceKind.values()) {
            JsonNode first = all.path(kind.module()).path("environment");
            JsonNode second = all.path(kind.module() + "-2").path("environment");

            assertThat(first.size()).as(kind.module()).isPositive().isEqualTo(second.size());
            first.properties()
                    .forEach(setting -> assertThat(second.path(setting.getKey()).asText())
                            .as("%s of %s", setting.getKey(), kind.module())
                            .isEqualTo(setting.getValue()
                                    .asText()
                                    .replaceAll("(-service|^gateway)(-management|:\\d)", "$1-2$2")));
        }
    }

    @Test
    void prometheusScrapesBothInstances() throws Exception {
        Set<String> scraped = new TreeSet<>();
        MonitoringFiles.yaml(MonitoringFiles.DIRECTORY.resolve("prometheus.yml"))
                .findValues("names")
                .forEach(names -> names.forEach(name -> scraped.add(name.asText())));

        assertThat(scraped)
                .isEqualTo(new TreeSet<>(servicesOfAllProfiles().findValuesAsText("QUARKUS_MANAGEMENT_HOST")));
    }

    /** With docker-compose.tls.yml. Health, metrics and counts go through the management ports, as HTTP. */
    @Test
    void thePartsCanUseTlsWithTheCertificatesOfTheScript() throws Exception {
        Path certificates = directory.resolve("tls");
        Command.Output written =
                Command.run(Map.of(), Command.script("new-certificates.sh").toString(), certificates.toString());
        assertThat(written.exit()).as(written.text()).isZero();
        Set<String> mounted = new TreeSet<>();

        allProfiles("-f", "docker-compose.yml", "-f", "docker-compose.tls.yml")
                .properties()
                .forEach(container -> {
                    JsonNode settings = container.getValue();
                    String name = container.getKey();
                    settings.path("environment")
                            .properties()
                            .forEach(variable -> assertThat(variable.getValue().asText())
                                    .as("%s of %s", variable.getKey(), name)
                                    .doesNotMatch("http://(\\w+-service(-2)?:808\\d|keycloak:).*")
                                    .doesNotMatch("jdbc:postgresql:(?!.*sslmode=verify-full).*")
                                    .isNotEqualTo("SASL_PLAINTEXT"));
                    settings.path("volumes").forEach(volume -> {
                        Path source = Path.of(volume.path("source").asText());
                        if (source.startsWith(PROJECT.resolve("tls"))) {
                            mounted.add(name);
                            assertThat(certificates.resolve(
                                            PROJECT.resolve("tls").relativize(source)))
                                    .as(name)
                                    .exists();
                        }
                    });
                });

        assertThat(mounted)
                .contains(
                        "postgres",
                        "kafka",
                        "keycloak",
                        "gateway",
                        "gateway-2",
                        "partner-service",
                        "partner-service-2");
        Command.Output verified = Command.run(
                Map.of(),
                "openssl",
                "verify",
                "-CAfile",
                certificates.resolve("ca.crt").toString(),
                "-verify_hostname",
                "enrollment-service",
                certificates.resolve("enrollment-service/tls.crt").toString());
        assertThat(verified.exit()).as(verified.text()).isZero();
        assertThat(certificates.resolve("authority.key")).doesNotExist();
    }

    private static JsonNode servicesOfAllProfiles() throws IOException, InterruptedException {
        return allProfiles();
    }

    private static JsonNode allProfiles(String... files) throws IOException, InterruptedException {
        return configuration(files).path("services");
    }

    private static JsonNode configuration(String... files) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("docker-compose", "--env-file", settings.toString()));
        line.addAll(List.of(files));
        line.addAll(List.of("config", "--format", "json"));
        return new ObjectMapper()
                .readTree(Command.run(Map.of("COMPOSE_PROFILES", "monitoring,two,admin"), line.toArray(String[]::new))
                        .text());
    }

    private static Set<String> before(JsonNode services, String name) {
        Set<String> all = new HashSet<>();
        services.path(name).path("depends_on").fieldNames().forEachRemaining(needed -> {
            all.add(needed);
            all.addAll(before(services, needed));
        });
        return all;
    }

    private static JsonNode services() throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(config(settings, "--format", "json").text())
                .path("services");
    }

    private static Command.Output config(Path environment, String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("docker-compose", "--env-file", environment.toString(), "config"));
        line.addAll(List.of(options));
        return Command.run(Map.of(), line.toArray(String[]::new));
    }

    /** Every placeholder of the realm file has a value, and no demonstration account exists. */
    @Test
    void keycloakGetsTheValuesOfTheRealmFileAndNoPassword() throws Exception {
        Set<String> placeholders = new TreeSet<>();
        try (Stream<Path> files = Files.list(PROJECT.resolve("local-platform/src/main/resources/keycloak"))) {
            for (Path file : files.toList()) {
                Matcher placeholder = Pattern.compile("\\$\\{([A-Z_]+)}").matcher(Files.readString(file));
                while (placeholder.find()) {
                    placeholders.add(placeholder.group(1));
                }
            }
        }
        JsonNode environment = services().at("/keycloak/environment");

        assertThat(placeholders).isNotEmpty().allMatch(environment::has);
        assertThat(environment.fieldNames()).toIterable().noneMatch(name -> name.startsWith("DEMO_"));
    }

    private static boolean exists(String command) {
        try {
            return Command.run(Map.of(), command, "version").exit() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
