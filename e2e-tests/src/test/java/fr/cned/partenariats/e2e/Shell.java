package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs bash commands in a folder. It stops at the first command that fails; a refused request fails, too. */
final class Shell {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = System.getenv().getOrDefault("PATH", "");
    private static final int TIMEOUT_SECONDS = 180;

    /** Settings of curl for the test, so that the README's commands run unchanged. */
    private static final String CURL_SETTINGS = """
            fail-with-body
            show-error
            max-time = 60
            """;

    private static final String STOP_AT_FAILURE = """
            set -euo pipefail
            trap 'echo "failed: $BASH_COMMAND" >&2' ERR
            """;

    private static final String NEXT = "=== next ===";

    private final Path folder;

    Shell(Path folder) {
        this.folder = folder;
    }

    /** Runs the blocks in one bash, and returns the JSON documents that each block prints. */
    List<List<JsonNode>> answers(List<String> blocks) throws IOException, InterruptedException {
        String printed = run(blocks.stream().collect(joining("echo '" + NEXT + "'\n")));
        return Stream.of(printed.split(NEXT, -1)).map(Shell::documents).toList();
    }

    String run(String lines) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed.txt");
        Path errors = folder.resolve("errors.txt");
        Files.writeString(folder.resolve(".curlrc"), CURL_SETTINGS);
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        Files.writeString(folder.resolve("lines.sh"), STOP_AT_FAILURE + lines)
                                .toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(printed.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear(); // removes proxy and curl settings of this machine
        builder.environment().putAll(Map.of("PATH", PATH, "HOME", folder.toString()));
        Process bash = builder.start();
        boolean ended = bash.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        bash.destroyForcibly();
        String output = Files.readString(printed) + Files.readString(errors);
        assertThat(ended).as("ended in time: %s", output).isTrue();
        assertThat(bash.exitValue()).as(output).isZero();
        return Files.readString(printed);
    }

    private static List<JsonNode> documents(String text) {
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return values.readAll();
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
