package fr.cned.partenariats.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.Command;
import fr.cned.partenariats.local.KubernetesFiles;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protection of Keycloak's realm master, on a running Keycloak. */
@Tag("nightly")
class MasterRealmIT {

    private static final String MASTER = "/admin/realms/master";
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final String CONSOLE = "http://localhost:65002";

    @TempDir
    static Path directory;

    private static KeycloakServer keycloak;
    private static JsonApi api;

    @BeforeAll
    static void start() {
        TestRealm realm = TestRealm.start(directory);
        keycloak = realm.keycloak();
        api = realm.api();
    }

    @AfterAll
    static void stop() {
        keycloak.stop();
    }

    /** {@code ./run} does it at each start. */
    @Test
    void guessesAreLimitedPasswordsAreLongAndBothAreRecorded() {
        admin().protectMasterRealm();
        admin().protectMasterRealm();

        assertIsProtected();
        assertThat(create("weak", "fifteen-letters").status()).isEqualTo(400);
        assertThat(create("auditor", PASSWORD).status()).isEqualTo(201);
        Browser browser = new Browser(keycloak);
        assertThat(passwordGrant(browser, PASSWORD).isSuccess()).isTrue();
        for (int i = 0; i < 6; i++) {
            assertThat(passwordGrant(browser, "wrong-password-" + i).isSuccess())
                    .isFalse();
        }
        assertThat(passwordGrant(browser, PASSWORD).isSuccess()).isFalse();
        assertThat(asAdmin(MASTER + "/events?type=LOGIN_ERROR")).isNotEmpty();
        assertThat(asAdmin(MASTER + "/admin-events").toString())
                .contains("users/")
                .doesNotContain(PASSWORD);
    }

    /** The containers and the job of Kubernetes do it with this script. */
    @Test
    void theScriptProtectsTheRealmAndGivesItTheAddressOfTheConsole() throws Exception {
        Path distribution = Layout.ofProject(Layout.enclosingProject()).keycloak();
        for (int i = 0; i < 2; i++) {
            Command.Output output = Command.run(
                    Map.of(
                            "KCADM",
                            distribution.resolve("bin/kcadm.sh").toString(),
                            "KEYCLOAK_URL",
                            keycloak.url().toString(),
                            "KEYCLOAK_ADMIN_URL",
                            CONSOLE,
                            "KEYCLOAK_ADMIN_PASSWORD",
                            TestRealm.ADMIN_PASSWORD),
                    KubernetesFiles.DIRECTORY
                            .resolve("base/keycloak-init/keycloak-init.sh")
                            .toString());
            assertThat(output.exit()).as(output.text()).isZero();
        }

        assertIsProtected();
        assertThat(issuer("master")).isEqualTo(CONSOLE + "/realms/master");
        assertThat(issuer("cned")).isEqualTo(keycloak.realmUrl().toString());
    }

    /** With the configuration of the container "login" in a real nginx. */
    @Test
    void thePublicAddressHasOnlyTheRealmOfThePlatform() throws Exception {
        Command.require("the proxy in front of Keycloak", "nginx", "-v");
        int port = TcpPort.anyFree();
        int console = TcpPort.anyFree();
        Path prefix = Files.createDirectories(directory.resolve("nginx"));
        String servers = Files.readString(Command.script("login.conf"))
                .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                .replace("listen 8081;", "listen 127.0.0.1:" + console + ";")
                .replace("keycloak:8080", "127.0.0.1:" + keycloak.url().getPort());
        Path configuration = Files.writeString(prefix.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events {}
                http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                %2$s}
                """.formatted(prefix, servers));
        Process nginx = new ProcessBuilder("nginx", "-e", prefix + "/error.log", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(prefix.resolve("output").toFile())
                .start();
        try {
            await().until(() -> status(port, "/") == 404);
            assertThat(status(port, "/realms/cned/.well-known/openid-configuration"))
                    .isEqualTo(200);
            assertThat(status(port, "/realms/cned/protocol/openid-connect/certs"))
                    .isEqualTo(200);
            for (String path : List.of(
                    "/admin/",
                    "/admin/master/console/",
                    "/admin/realms/cned",
                    "/realms/master/.well-known/openid-configuration",
                    "/realms/master/protocol/openid-connect/token",
                    "/realms/cned/../master/.well-known/openid-configuration",
                    "/realms/cned/%2e%2e/master/.well-known/openid-configuration",
                    "/realms/cned/..%2fmaster/.well-known/openid-configuration",
                    "/realms/cned/..;/master/.well-known/openid-configuration",
                    "/realms//master/.well-known/openid-configuration",
                    "/resources/../admin/master/console/",
                    "/resources/..;/admin/master/console/",
                    "/metrics",
                    "/health")) {
                assertThat(status(port, path)).as(path).isIn(400, 404);
            }
            assertThat(status(console, "/realms/master/.well-known/openid-configuration"))
                    .isEqualTo(200);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    private static void assertIsProtected() {
        JsonNode master = asAdmin(MASTER);
        assertThat(master.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(master.path("passwordPolicy").asText()).contains("length(16)");
        assertThat(master.path("eventsEnabled").asBoolean()).isTrue();
        assertThat(master.path("adminEventsEnabled").asBoolean()).isTrue();
        assertThat(master.path("eventsExpiration").asInt()).isPositive();
        assertThat(master.at("/attributes/adminEventsExpiration").asInt()).isPositive();
        assertThat(master.path("ssoSessionIdleTimeout").asInt()).isLessThanOrEqualTo(900);
    }

    private static JsonApi.Answer create(String userName, String password) {
        return api.send(
                "POST",
                admin().administratorToken(),
                MASTER + "/users",
                JsonApi.JSON.valueToTree(Map.of(
                        "username",
                        userName,
                        "enabled",
                        true,
                        "firstName",
                        "Compte",
                        "lastName",
                        "Test",
                        "email",
                        userName + "@example.invalid",
                        "credentials",
                        List.of(Map.of("type", "password", "value", password)))),
                Map.of());
    }

    private static JsonApi.Answer passwordGrant(Browser browser, String password) {
        return browser.token(
                "/realms/master/protocol/openid-connect/token",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        "auditor",
                        "password",
                        password));
    }

    private static String issuer(String realm) {
        return api.get("", "/realms/" + realm + "/.well-known/openid-configuration")
                .path("issuer")
                .asText();
    }

    /** Has no token yet: the script changes the issuer of the realm, which ends the tokens from before. */
    private static KeycloakAdmin admin() {
        return new KeycloakAdmin(keycloak, TestRealm.ADMIN_PASSWORD);
    }

    private static JsonNode asAdmin(String path) {
        return api.get(admin().administratorToken(), path);
    }

    /** Sends the path as it is: the client of Java would change it. Zero when nothing listens. */
    private static int status(int port, String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.0\r\nHost: localhost:%d\r\n\r\n"
                            .formatted(path, port)
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
