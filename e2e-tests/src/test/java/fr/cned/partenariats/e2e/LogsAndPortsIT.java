package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * In a run without failures, every process listens on loopback only, and logs contain neither errors nor secrets nor
 * personal data. It stops the platform, and reads what its parts have logged from their start to their end.
 */
@Order(3)
@Execution(ExecutionMode.SAME_THREAD)
class LogsAndPortsIT {

    private static final String NAME = "Zyxwvutsrqp";
    private static final String BIRTH_DATE = "1999-12-28";
    private static final String SEARCH_TERM = "Ponmlkjihgf";

    private static final Set<Ports.Port> ON_LOOPBACK = EnumSet.noneOf(Ports.Port.class);
    private static final Set<Ports.Port> ELSEWHERE = EnumSet.noneOf(Ports.Port.class);

    private static LocalPlatform platform;
    private static String token;

    @BeforeAll
    static void runFromStartToEnd() throws IOException {
        HealthyPlatform healthy = HealthyPlatform.get();
        platform = healthy.platform();
        try {
            findOpenPorts(healthy.ports());
            useAllFeatures(healthy);
        } finally {
            HealthyPlatform.close();
        }
    }

    @Test
    void everyProcessListensOnLoopbackOnly() {
        assertThat(ON_LOOPBACK).containsExactly(Ports.Port.values());
        assertThat(ELSEWHERE).isEmpty();
    }

    @Test
    void logsAreJsonWithoutErrorsSecretsOrPersonalData() throws IOException {
        for (ServiceKind kind : ServiceKind.values()) {
            for (String line : log(kind.module())) {
                assertThat(line).as(kind.module()).startsWith("{");
                JsonNode entry = new ObjectMapper().readTree(line);
                assertThat(entry.path("timestamp").asText()).as(line).isNotEmpty();
                assertThat(entry.path("level").asText()).as(line).isIn("DEBUG", "INFO", "WARN");
                assertThat(entry.has("exception") && !isOfSlowMachine(entry))
                        .as(line)
                        .isFalse();
                assertThat(line).doesNotContain(NAME, BIRTH_DATE, SEARCH_TERM, token);
            }
            assertThat(log(kind.module()).toString()).contains(kind.module() + " stopped in");
        }
        for (String part : platform.parts().keySet()) {
            assertThat(String.join("\n", log(part))).as(part).doesNotContain(secrets());
        }
    }

    /** Vert.x warns with a stack trace when a thread waited two seconds, as for classes on a busy machine. */
    private static boolean isOfSlowMachine(JsonNode entry) {
        return entry.path("loggerName").asText().endsWith(".BlockedThreadChecker");
    }

    private static void findOpenPorts(Ports ports) throws IOException {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                for (Ports.Port port : Ports.Port.values()) {
                    if (isOpen(address, ports.of(port))) {
                        (address.isLoopbackAddress() ? ON_LOOPBACK : ELSEWHERE).add(port);
                    }
                }
            }
        }
    }

    /** Sends a registration, searches and invalid requests. The demonstration data are loaded. */
    private static void useAllFeatures(HealthyPlatform healthy) {
        LoadedDemo demo = healthy.demo();
        ApiClient http = new ApiClient(platform.gatewayUrl());
        token = healthy.token("campus-connectes");
        String student = """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"%s","givenNames":"Camille",
                 "birthDate":"%s","birthPlace":"Quimperlé"}}""".formatted(demo.exampleAgreement(), demo.exampleOffering(), NAME, BIRTH_DATE);

        Response created = http.post(token, "/v1/enrollments", student);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        assertThat(http.post(token, "/v1/enrollments", student.replace(BIRTH_DATE, NAME))
                        .status())
                .isEqualTo(400);
        assertThat(http.get(token, "/v1/students?q=" + SEARCH_TERM).status()).isLessThan(500);
        assertThat(http.get(token, "/v1/trainings?q=" + SEARCH_TERM).status()).isEqualTo(200);
        assertThat(http.get(token + "x", "/v1/trainings").status()).isEqualTo(401);
        for (ServiceKind kind : ServiceKind.values()) {
            ApiClient management = new ApiClient(platform.service(kind).managementUrl());
            for (String path : List.of("/q/metrics", "/q/health")) {
                Response page = management.send("GET", path, "", Map.of());
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.text()).doesNotContain(NAME, BIRTH_DATE, SEARCH_TERM);
            }
        }
    }

    private static List<String> log(String part) throws IOException {
        return Files.readAllLines(HealthyPlatform.DIRECTORY.resolve("logs").resolve(part + ".log"));
    }

    private static CharSequence[] secrets() throws IOException {
        Properties secrets = new Properties();
        try (var in = Files.newBufferedReader(HealthyPlatform.DIRECTORY.resolve("secrets.properties"))) {
            secrets.load(in);
        }
        assertThat(secrets.stringPropertyNames()).contains("kafka.admin", "kafka.partner-service");
        return secrets.values().stream().map(String::valueOf).toArray(CharSequence[]::new);
    }

    private static boolean isOpen(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
