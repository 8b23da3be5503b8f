package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs Redocly and Spectral with their recommended rules on the contracts and on the documents in OpenAPI 3.0.3 that the
 * gateway makes from them, and ajv on the schemas of events.
 */
@Tag("nightly")
class ContractLintIT {

    private static final List<String> SERVICES = List.of("partner", "catalog", "enrollment");
    private static final Path PUBLISHED = Path.of("target", "published-contracts");
    private static final List<String> CONTRACTS = SERVICES.stream()
            .flatMap(service -> Stream.of(
                    "../../" + service + "-service/contract/openapi.yaml", "../" + PUBLISHED + '/' + service + ".yaml"))
            .toList();

    @BeforeAll
    static void installTheLintersAndFetchThePublishedContracts() throws IOException, InterruptedException {
        NpmTools.install("the contracts with Redocly and Spectral");
        Files.createDirectories(PUBLISHED);
        for (String service : SERVICES) {
            String file = service + ".yaml";
            URI published = Platform.get().gatewayUrl().resolve("/docs/contracts/" + file);
            try (InputStream document = published.toURL().openStream()) {
                Files.copy(document, PUBLISHED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void redoclyFindsNothing() throws IOException, InterruptedException {
        NpmTools.Result lint = lint("redocly", "lint", "--config", "redocly.yaml", "--format", "github-actions");

        assertThat(lint.output()).doesNotContain("::error", "::warning");
        assertThat(lint.status()).as(lint.output()).isZero();
    }

    @Test
    void spectralFindsNothing() throws IOException, InterruptedException {
        NpmTools.Result lint = lint("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint");

        assertThat(lint.status()).as(lint.output()).isZero();
    }

    @Test
    void theSchemasOfEventsCompileInStrictMode() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("node", NpmTools.SETTINGS.resolve("event-schemas.cjs").toString()));
        for (String service : SERVICES) {
            try (Stream<Path> schemas = Files.list(Path.of("..", service + "-service", "contract", "events"))) {
                schemas.map(schema -> schema.toAbsolutePath().toString())
                        .filter(schema -> schema.endsWith(".json"))
                        .forEach(command::add);
            }
        }
        assertThat(command).hasSizeGreaterThan(10);

        NpmTools.Result compiled = NpmTools.execute(NpmTools.DIRECTORY, Map.of(), command);

        assertThat(compiled.status()).as(compiled.output()).isZero();
    }

    private static NpmTools.Result lint(String program, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(CONTRACTS);
        return NpmTools.run(NpmTools.SETTINGS, Map.of(), program, all);
    }
}
