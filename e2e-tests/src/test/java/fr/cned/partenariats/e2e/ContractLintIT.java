package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.cned.partenariats.commons.testing.RequiredPrograms;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs Redocly and Spectral with their recommended rules on the contracts. The versions are fixed in
 * {@code contract-lint/package-lock.json}; npm installs them into {@code target}, once.
 */
class ContractLintIT {

    private static final String CHECK = "the contracts with Redocly and Spectral";
    private static final Path SETTINGS = Path.of("contract-lint").toAbsolutePath();
    private static final Path TOOLS = Path.of("target", "contract-lint").toAbsolutePath();
    private static final List<String> CONTRACTS = List.of(
            "../../partner-service/contract/openapi.yaml",
            "../../catalog-service/contract/openapi.yaml",
            "../../enrollment-service/contract/openapi.yaml");

    private record Result(int status, String output) {}

    @BeforeAll
    static void installTheLinters() throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require(CHECK, List.of("node", "npm"));
        Path lock = TOOLS.resolve("package-lock.json");
        String wanted = Files.readString(SETTINGS.resolve("package-lock.json"));
        if (Files.isDirectory(TOOLS.resolve("node_modules"))
                && Files.exists(lock)
                && Files.readString(lock).equals(wanted)) {
            return;
        }
        Files.createDirectories(TOOLS);
        Files.copy(
                SETTINGS.resolve("package.json"), TOOLS.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(lock, wanted);
        Result install = run(TOOLS, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        if (install.status() != 0) {
            Files.delete(lock); // the next run installs again
            boolean isCi = Boolean.parseBoolean(System.getenv("CI"));
            assertThat(isCi)
                    .as("Not checked: %s. npm failed: %s", CHECK, install.output())
                    .isFalse();
            System.out.println("NOT CHECKED: " + CHECK + ". npm cannot install them: " + install.output());
            assumeTrue(false, "npm cannot install the linters");
        }
    }

    @Test
    void redoclyFindsNothing() throws IOException, InterruptedException {
        Result lint = lint("redocly", "lint", "--config", "redocly.yaml", "--format", "github-actions");

        assertThat(lint.output()).doesNotContain("::error", "::warning");
        assertThat(lint.status()).as(lint.output()).isZero();
    }

    @Test
    void spectralFindsNothing() throws IOException, InterruptedException {
        Result lint = lint("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint");

        assertThat(lint.status()).as(lint.output()).isZero();
    }

    private static Result lint(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(TOOLS.resolve(Path.of("node_modules", ".bin", program)).toString());
        command.addAll(List.of(arguments));
        command.addAll(CONTRACTS);
        return run(SETTINGS, command);
    }

    private static Result run(Path directory, List<String> command) throws IOException, InterruptedException {
        File output = File.createTempFile("contract-lint", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.redirectOutput(output);
            builder.environment()
                    .putAll(Map.of(
                            "REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true", "NO_COLOR", "1"));
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("not ended after 5 minutes: " + command);
            }
            return new Result(process.exitValue(), Files.readString(output.toPath(), StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output.toPath());
        }
    }
}
