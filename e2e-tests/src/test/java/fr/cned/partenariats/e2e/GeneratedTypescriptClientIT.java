package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Generates TypeScript types from the contracts, compiles {@code register-student.mts} with them, and
 * runs it against the platform.
 */
@Tag("nightly")
class GeneratedTypescriptClientIT {

    private static final String PROGRAM = "register-student";
    private static final Path DIRECTORY = NpmTools.DIRECTORY.resolve("client");

    @BeforeAll
    static void generateAndCompile() throws IOException, InterruptedException {
        NpmTools.install("the generated TypeScript client");
        Files.createDirectories(DIRECTORY);
        for (String service : List.of("partner", "catalog", "enrollment")) {
            Path contract = Path.of("..", service + "-service", "contract", "openapi.yaml");
            run("openapi-typescript", contract.toAbsolutePath().normalize().toString(), "-o", service + ".d.ts");
        }
        Files.copy(
                Path.of("src/test/typescript", PROGRAM + ".mts"),
                DIRECTORY.resolve(PROGRAM + ".mts"),
                StandardCopyOption.REPLACE_EXISTING);
        run("tsc", "--strict", "--target", "es2022", "--module", "nodenext", PROGRAM + ".mts");
    }

    private static void run(String program, String... arguments) throws IOException, InterruptedException {
        NpmTools.Result result = NpmTools.run(DIRECTORY, Map.of(), program, List.of(arguments));
        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void aStudentIsRegistered() throws IOException, InterruptedException {
        Fixture fixture = Fixture.with(5, 5);

        List<String> command = new ArrayList<>(List.of("node", PROGRAM + ".mjs"));
        command.add(Platform.get().gatewayUrl().toString());
        command.addAll(List.of(
                fixture.agreement(), fixture.offering(), UUID.randomUUID().toString()));
        NpmTools.Result run = NpmTools.execute(DIRECTORY, Map.of("TOKEN", fixture.token()), command);

        assertThat(run.status()).as(run.output()).isZero();
        JsonNode seen = new ObjectMapper().readTree(run.output());
        assertThat(seen.path("state").asText()).isEqualTo("CONFIRMED");
        assertThat(seen.path("offering").asText()).isEqualTo("OPEN");
        assertThat(seen.path("seats").asInt()).isEqualTo(5);
        assertThat(seen.path("refusal").asText()).isEqualTo("not-found");
        assertThat(Platform.http()
                        .get(
                                fixture.token(),
                                "/v1/enrollments/" + seen.path("id").asText())
                        .status())
                .isEqualTo(200);
    }
}
