package fr.cned.partenariats.local.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.process.ProcessLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {

    @TempDir
    Path root;

    private Path jar;

    @BeforeEach
    void program() throws IOException {
        jar = Files.writeString(root.resolve("program.jar"), "classes");
    }

    @Test
    void aJvmWithoutSuchCachesStartsPlainly() throws IOException {
        assertThat(options(cache("17.0.2", true))).noneMatch(option -> option.contains("AOT"));
    }

    @Test
    void theFirstStartIsRecordedWhenThatIsWanted() throws IOException {
        AotCache learning = cache("25", true);

        assertThat(options(learning)).contains("-XX:AOTMode=record");
        assertThat(learning.canTrain()).isTrue();
        assertThat(learning.isRecording()).isTrue();
    }

    @Test
    void aJvmThatRecordsIsNotWaitedForAtItsStop() throws IOException {
        Duration usual = Duration.ofMinutes(1);
        AotCache learning = cache("25", true);
        AotCache using = cache("25", false);
        options(learning);
        options(using);

        assertThat(learning.graceAtStop(usual)).isLessThan(usual);
        assertThat(using.graceAtStop(usual)).isEqualTo(usual);
    }

    @Test
    void nothingIsRecordedWhenThatIsNotWanted() throws IOException {
        AotCache using = cache("25", false);

        assertThat(options(using)).noneMatch(option -> option.contains("AOT"));
        assertThat(using.canTrain()).isFalse();
    }

    @Test
    void aCacheIsUsedUntilTheProgramChanges() throws IOException {
        AotCache cache = cache("25", true);
        Path file =
                Files.createFile(Files.createDirectories(root.resolve("aot")).resolve(cache.fileName()));

        assertThat(options(cache)).contains("-XX:AOTCache=" + file);
        assertThat(cache.canTrain()).isFalse();

        Files.writeString(jar, "other classes");

        assertThat(options(cache)).contains("-XX:AOTMode=record").doesNotContain("-XX:AOTCache=" + file);
    }

    private List<String> options(AotCache cache) {
        return cache.commandLine();
    }

    private AotCache cache(String version, boolean learning) throws IOException {
        Path home;
        try (Stream<Path> existing = Files.list(root)) {
            home = root.resolve("jdk" + existing.count());
        }
        Jdk jdk = Jdk.of(FakeJdk.in(home, version)).orElseThrow();
        JavaProgram program = new JavaProgram(
                "program", List.of("-Xmx64m"), List.of(), jar.toString(), List.of("Main"), List.of(jar));
        return new AotCache(root.resolve("aot"), jdk, program, learning, new ProcessLedger(root.resolve("run")));
    }
}
