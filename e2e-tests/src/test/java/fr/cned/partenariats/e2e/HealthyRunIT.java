package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.e2e.Http.Answer;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.Ports;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A run in which nothing fails: where its parts listen, and what its services log from their start to their end. On a
 * platform of its own, before the journeys that kill parts.
 */
@Order(2)
class HealthyRunIT {

    private static final Path DIRECTORY = Path.of("target/healthy");
    private static final String NAME = "Zyxwvutsrqp";
    private static final String BIRTH_DATE = "1999-12-28";
    private static final String SEARCHED = "Ponmlkjihgf";

    private static final Set<Ports.Port> ON_LOOPBACK = EnumSet.noneOf(Ports.Port.class);
    private static final Set<Ports.Port> ELSEWHERE = EnumSet.noneOf(Ports.Port.class);

    private static LocalPlatform platform;
    private static String token;

    @BeforeAll
    static void runFromStartToEnd() throws IOException {
        Ports ports = Ports.random();
        platform = Platform.fresh(DIRECTORY).ports(ports).build().start();
        try {
            lookForPorts(ports);
            useEverything();
        } finally {
            platform.close();
        }
    }

    @Test
    void everyPartListensOnLoopbackOnly() {
        assertThat(ON_LOOPBACK).containsExactly(Ports.Port.values());
        assertThat(ELSEWHERE).isEmpty();
    }

    @Test
    void itsLogsAreJsonWithoutErrorsSecretsOrPersonalData() throws IOException {
        for (ServiceKind kind : ServiceKind.values()) {
            for (String line : log(kind.module())) {
                assertThat(line).as(kind.module()).startsWith("{");
                JsonNode entry = new ObjectMapper().readTree(line);
                assertThat(entry.path("timestamp").asText()).as(line).isNotEmpty();
                assertThat(entry.path("level").asText()).as(line).isIn("DEBUG", "INFO", "WARN");
                assertThat(entry.has("exception")).as(line).isFalse();
                assertThat(line).doesNotContain(NAME, BIRTH_DATE, SEARCHED, token);
            }
            assertThat(log(kind.module()).toString()).contains(kind.module() + " stopped in");
        }
        for (String part : platform.parts().keySet()) {
            assertThat(String.join("\n", log(part))).as(part).doesNotContain(secrets());
        }
    }

    private static void lookForPorts(Ports ports) throws IOException {
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

    /** The demonstration data go through every service and topic; then a student, a search and refusals. */
    private static void useEverything() {
        LoadedDemo demo = platform.loadDemo(DemoSize.SMALL);
        Http http = new Http(platform.gatewayUrl());
        token = platform.token(platform.client("campus-connectes"));
        String student = """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"%s","givenNames":"Camille",
                 "birthDate":"%s","birthPlace":"Quimperlé"}}""".formatted(demo.exampleAgreement(), demo.exampleOffering(), NAME, BIRTH_DATE);

        Answer created = http.post(token, "/v1/enrollments", student);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        assertThat(http.post(token, "/v1/enrollments", student.replace(BIRTH_DATE, NAME))
                        .status())
                .isEqualTo(400);
        assertThat(http.get(token, "/v1/students?q=" + SEARCHED).status()).isLessThan(500);
        assertThat(http.get(token, "/v1/trainings?q=" + SEARCHED).status()).isEqualTo(200);
        assertThat(http.get(token + "x", "/v1/trainings").status()).isEqualTo(401);
        for (ServiceKind kind : ServiceKind.values()) {
            Http management = new Http(platform.service(kind).managementUrl());
            for (String path : List.of("/q/metrics", "/q/health")) {
                Answer told = management.send("GET", path, "", Map.of());
                assertThat(told.status()).isEqualTo(200);
                assertThat(told.text()).doesNotContain(NAME, BIRTH_DATE, SEARCHED);
            }
        }
    }

    private static List<String> log(String part) throws IOException {
        return Files.readAllLines(DIRECTORY.resolve("logs").resolve(part + ".log"));
    }

    private static CharSequence[] secrets() throws IOException {
        Properties secrets = new Properties();
        try (var in = Files.newBufferedReader(DIRECTORY.resolve("secrets.properties"))) {
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
