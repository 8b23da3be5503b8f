package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs the workflows that the gateway publishes at {@code /docs/arazzo.yaml} against the platform. Redocly also
 * validates each answer against the published contract.
 */
@Tag("nightly")
class ArazzoIT {

    private static final Path DOCUMENTS = NpmTools.DIRECTORY.resolve("arazzo");
    private static final List<String> SERVICES = List.of("partner", "catalog", "enrollment");

    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void readThePublishedDocuments() throws IOException, InterruptedException {
        NpmTools.install("the Arazzo workflows");
        Files.createDirectories(DOCUMENTS.resolve("contracts"));
        download("arazzo.yaml");
        for (String service : SERVICES) {
            download("contracts/" + service + ".yaml");
        }
    }

    private static void download(String file) throws IOException {
        Response document = Platform.http().get("", "/docs/" + file);
        assertThat(document.status()).as(file).isEqualTo(200);
        Files.writeString(DOCUMENTS.resolve(file), document.text());
    }

    @Test
    void redoclyFindsNoFaultInTheDocument() throws IOException, InterruptedException {
        NpmTools.Result lint = NpmTools.run(
                DOCUMENTS,
                Map.of(),
                "redocly",
                List.of(
                        "lint",
                        "--config",
                        NpmTools.SETTINGS.resolve("redocly.yaml").toString(),
                        "--format",
                        "github-actions",
                        "arazzo.yaml"));

        assertThat(lint.output()).doesNotContain("::error", "::warning");
        assertThat(lint.status()).as(lint.output()).isZero();
    }

    @Test
    void theQuickStartRegistersAStudent() throws IOException, InterruptedException {
        Fixture fixture = Fixture.with(5, 5);
        ObjectNode inputs = inputs(fixture).put("search", "BTS");
        inputs.set("student", json.readTree(fixture.request()).path("student"));

        NpmTools.Result run = run("quickStart", inputs);

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(enrollmentsOn(fixture)).isEqualTo(1);
    }

    @Test
    void aClassIsRegisteredAndRead() throws IOException, InterruptedException {
        Fixture fixture = Fixture.with(5, 5);
        ObjectNode inputs = inputs(fixture).put("siteId", site(fixture));
        inputs.put("file", fileOfThree(fixture, inputs.path("siteId").asText()));

        NpmTools.Result run = run("registerClass", inputs);

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(enrollmentsOn(fixture)).isEqualTo(3);
    }

    /** Otherwise the tests above might pass without a check. */
    @Test
    void aWorkflowFailsWhenARowIsRefused() throws IOException, InterruptedException {
        Fixture fixture = Fixture.with(2, 5);
        ObjectNode inputs = inputs(fixture).put("siteId", site(fixture));
        inputs.put("file", fileOfThree(fixture, inputs.path("siteId").asText()));

        NpmTools.Result run = run("registerClass", inputs);

        assertThat(run.status()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("✗ success criteria check - $response.body#/counts/refused == 0");
    }

    private static String fileOfThree(Fixture fixture, String site) {
        String header = "session;site;nom;prénoms;date de naissance;lieu de naissance\n";
        return Stream.of("A", "B", "C")
                .map(name -> "%s;%s;Classe %s;Camille;2004-05-06;Quimperlé".formatted(fixture.offering(), site, name))
                .collect(Collectors.joining("\n", header, "\n"));
    }

    private ObjectNode inputs(Fixture fixture) {
        return json.createObjectNode()
                .put("token", fixture.token())
                .put("agreementId", fixture.agreement())
                .put("offeringId", fixture.offering())
                .put("idempotencyKey", UUID.randomUUID().toString());
    }

    /** The inputs are an environment variable: other users of the machine can read the arguments of a process. */
    private static NpmTools.Result run(String workflow, ObjectNode inputs) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("respect", "arazzo.yaml", "--workflow", workflow));
        for (String service : SERVICES) {
            arguments.add("--server");
            arguments.add(service + "=" + Platform.get().gatewayUrl().toString().replaceFirst("/$", ""));
        }
        return NpmTools.run(DOCUMENTS, Map.of("REDOCLY_CLI_RESPECT_INPUT", inputs.toString()), "redocly", arguments);
    }

    /** A site of the partner that enrollment-service knows. */
    private static String site(Fixture fixture) {
        String site = Platform.http()
                .create(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/sites", """
                {"partnerId":"%s","name":"Tiers-lieu (test)","hostingCapacity":20,"labels":[]}""".formatted(fixture.partner()));
        String hosted = fixture.request().replaceFirst("\\{", "{\"siteId\":\"" + site + "\",");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Platform.http()
                        .post(fixture.token(), "/v1/eligibility-checks", hosted)
                        .body()
                        .path("eligible")
                        .asBoolean());
        return site;
    }

    private static long enrollmentsOn(Fixture fixture) {
        return Platform.number(
                ServiceKind.ENROLLMENT,
                "select count(*) from enrollment where offering_id = ?",
                UUID.fromString(fixture.offering()));
    }
}
