package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs Redocly and Spectral with their recommended rules on the contracts, and ajv on the schemas of events. */
class ContractLintIT {

    private static final List<String> CONTRACTS = Stream.of("partner", "catalog", "enrollment")
            .flatMap(service -> Stream.of("openapi.yaml", "openapi-3.1.yaml")
                    .map(file -> "../../" + service + "-service/contract/" + file))
            .toList();

    @BeforeAll
    static void installTheLinters() throws IOException, InterruptedException {
        NpmTools.install("the contracts with Redocly and Spectral");
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
        for (String service : List.of("partner", "catalog", "enrollment")) {
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
