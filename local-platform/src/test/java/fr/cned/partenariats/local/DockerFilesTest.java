package fr.cned.partenariats.local;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the Docker files and the scripts of the containers, without Docker. */
class DockerFilesTest {

    private static final Path PROJECT = Layout.enclosingProject();
    private static final Pattern IMAGE = Pattern.compile("(?m)^\\s*(?:image:|FROM) (\\S+)$");

    @Test
    void everyImageHasAnExactVersion() throws IOException {
        List<String> images = Stream.concat(
                        Stream.of(PROJECT.resolve("docker-compose.yml")),
                        Stream.of(ServiceKind.values()).map(DockerFilesTest::dockerfile))
                .map(DockerFilesTest::read)
                .flatMap(text -> IMAGE.matcher(text).results())
                .map(match -> match.group(1))
                .toList();

        assertThat(images)
                .hasSizeGreaterThan(ServiceKind.values().length)
                .allMatch(image -> image.matches("[a-z/-]+:(17\\.\\d+|v?\\d+\\.\\d+\\.\\d+(_\\d+-jre)?)"));
    }

    /** The JVM ignores an AOT cache of another collector, and its profiles of methods belong to these thresholds. */
    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void anImageStartsItsServiceAsTheTrainingDoes(ServiceKind kind) {
        List<String> expected = new ArrayList<>(List.of("java"));
        expected.addAll(Profile.PRODUCTION.options());
        expected.remove("-XX:NewRatio=1"); // sizes of the heap do not matter
        expected.addAll(List.of(
                "-XX:MaxRAMPercentage=45",
                "-XX:AOTCache=app.aot",
                "-Xlog:aot*=off,cds*=off",
                "-jar",
                "quarkus-run.jar"));

        String text = read(dockerfile(kind));

        assertThat(text.lines().filter(line -> line.startsWith("ENTRYPOINT")).toList())
                .singleElement()
                .satisfies(line -> assertThat(Pattern.compile("\"([^\"]+)\"")
                                .matcher(line)
                                .results()
                                .map(word -> word.group(1)))
                        .containsExactlyInAnyOrderElementsOf(expected));
        assertThat(text).contains("\nCOPY target/quarkus-app/ ./\n", "\nENV MALLOC_ARENA_MAX=2\n");
        assertThat(IMAGE.matcher(text).results().map(image -> image.group(1)))
                .singleElement()
                .satisfies(image -> assertThat(read(PROJECT.resolve("docs/operations.md")))
                        .as("the JRE that trains")
                        .contains("docker create " + image));
        assertThat(Layout.ofProject(PROJECT).packagedAotCache(kind))
                .isEqualTo(PROJECT.toAbsolutePath().resolve(kind.module()).resolve("target/quarkus-app/app.aot"));
    }

    @Test
    void eachChangeMeIsReplacedByADifferentSecret() throws Exception {
        Map<String, String> first = generated();
        Map<String, String> second = generated();

        assertThat(first.keySet())
                .containsExactlyInAnyOrderElementsOf(settings().keySet());
        for (String secret : secrets()) {
            assertThat(first.get(secret)).matches("[0-9a-f]{48}").isNotEqualTo(second.get(secret));
        }
        assertThat(new HashSet<>(first.values())).hasSameSizeAs(first.values());
    }

    @Test
    void onlyItsOwnerMayReadTheFileOfTheSecrets(@TempDir Path directory) throws Exception {
        Path file = directory.resolve(".env");
        Command.Output output = Command.run(
                Map.of(),
                "bash",
                "-c",
                "umask 022; \"$0\" > \"$1\"",
                Command.script("new-secrets.sh").toString(),
                file.toString());

        assertThat(output).isEqualTo(new Command.Output(0, ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecretThatIsStillChangeMeIsRefused() throws Exception {
        Map<String, String> settings = generated();
        String script = Command.script("check-settings.sh").toString();
        assertThat(Command.run(settings, script)).isEqualTo(new Command.Output(0, ""));

        settings.put("KAFKA_ADMIN_PASSWORD", "change-me-please");
        Command.Output refused = Command.run(settings, script);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text())
                .startsWith("These secrets in .env are still change-me: KAFKA_ADMIN_PASSWORD. Write .env again: ");
    }

    /** The names of the settings that are secrets. */
    static List<String> secrets() {
        return settings().entrySet().stream()
                .filter(setting -> setting.getValue().equals("change-me"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, String> settings() {
        return parse(read(PROJECT.resolve(".env.example")));
    }

    private static Map<String, String> generated() throws IOException, InterruptedException {
        return parse(Command.run(Map.of(), Command.script("new-secrets.sh").toString())
                .text());
    }

    private static Map<String, String> parse(String text) {
        return Pattern.compile("(?m)^([A-Z_]+)=(.*)$")
                .matcher(text)
                .results()
                .collect(toMap((MatchResult line) -> line.group(1), line -> line.group(2)));
    }

    private static Path dockerfile(ServiceKind kind) {
        return PROJECT.resolve(kind.module()).resolve("src/main/docker/Dockerfile");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
