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

/** A newcomer's bash in a folder. It stops at the first command that fails, a request that is refused included. */
final class Shell {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = System.getenv().getOrDefault("PATH", "");
    private static final int PATIENCE_SECONDS = 180;

    /** What the lines do not say themselves is said here, so that they are run as they stand. */
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

    static boolean has(String program) {
        return Stream.of(PATH.split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** @return what each of the blocks has printed, which is JSON, one after the other in one bash */
    List<List<JsonNode>> answers(List<String> blocks) throws IOException, InterruptedException {
        String printed = run(blocks.stream().collect(joining("echo '" + NEXT + "'\n")));
        return Stream.of(printed.split(NEXT, -1)).map(Shell::documents).toList();
    }

    private String run(String lines) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed.txt");
        Path complaints = folder.resolve("complaints.txt");
        Files.writeString(folder.resolve(".curlrc"), CURL_SETTINGS);
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        Files.writeString(folder.resolve("lines.sh"), STOP_AT_FAILURE + lines)
                                .toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(printed.toFile())
                .redirectError(complaints.toFile());
        builder.environment().clear(); // of proxies and of settings of this machine's curl
        builder.environment().putAll(Map.of("PATH", PATH, "HOME", folder.toString()));
        Process bash = builder.start();
        boolean ended = bash.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        bash.destroyForcibly();
        String told = Files.readString(printed) + Files.readString(complaints);
        assertThat(ended).as("in time: %s", told).isTrue();
        assertThat(bash.exitValue()).as(told).isZero();
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
