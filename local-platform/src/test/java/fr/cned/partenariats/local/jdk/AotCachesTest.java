package fr.cned.partenariats.local.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesTest {

    private static final Duration NORMAL = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private Path jar;
    private JavaProgram program;

    @BeforeEach
    void program() throws IOException {
        jar = Files.writeString(root.resolve("program.jar"), "classes");
        program = program("-Xmx64m");
    }

    @Test
    void aJdkBefore25StartsWithoutACache() throws IOException {
        assertThat(caches("17.0.2", true).commandLine(program)).noneMatch(option -> option.contains("AOT"));
    }

    @Test
    void aStartWithoutACacheIsRecordedIfWanted() throws IOException {
        AotCaches recording = caches("25", true);
        AotCaches using = caches("25", false);

        assertThat(recording.commandLine(program)).contains("-XX:AOTMode=record");
        assertThat(recording.recorded()).containsExactly(program);
        assertThat(using.commandLine(program)).noneMatch(option -> option.contains("AOT"));
        assertThat(using.recorded()).isEmpty();
    }

    @Test
    void aProgramThatRecordsGetsLessTimeToStop() throws IOException {
        AotCaches recording = caches("25", true);
        assertThat(recording.stopTimeout(program, NORMAL)).isEqualTo(NORMAL);

        recording.commandLine(program);

        assertThat(recording.stopTimeout(program, NORMAL)).isLessThan(NORMAL);
    }

    @Test
    void aCacheIsUsedUntilTheCodeChanges() throws IOException {
        AotCaches caches = caches("25", true);
        caches.commandLine(program);
        Path cache = Files.createFile(caches.cache(program));

        assertThat(caches.commandLine(program)).contains("-XX:AOTCache=" + cache);
        assertThat(caches.recorded()).isEmpty();

        Files.writeString(jar, "other classes");

        assertThat(caches.commandLine(program)).contains("-XX:AOTMode=record").doesNotContain("-XX:AOTCache=" + cache);
    }

    @Test
    void aSystemPropertyDoesNotInvalidateACacheButAnOptionDoes() throws IOException {
        AotCaches caches = caches("25", true);

        assertThat(caches.cache(program("-Xmx64m", "-Dport=1"))).isEqualTo(caches.cache(program));
        assertThat(caches.cache(program("-Xmx65m"))).isNotEqualTo(caches.cache(program));
    }

    @Test
    void anotherProfileHasAnotherCache() throws IOException {
        AotCaches small = caches("25", Profile.SMALL, false);
        AotCaches production = caches("25", Profile.PRODUCTION, false);

        assertThat(production.cache(program)).isNotEqualTo(small.cache(program));
        assertThat(small.commandLine(program)).contains("-XX:TieredStopAtLevel=1");
        assertThat(production.commandLine(program)).doesNotContain("-XX:TieredStopAtLevel=1");
    }

    private JavaProgram program(String... options) {
        return new JavaProgram("program", List.of(options), jar.toString(), List.of("Main"), List.of(jar));
    }

    private AotCaches caches(String version, boolean record) throws IOException {
        return caches(version, Profile.SMALL, record);
    }

    private AotCaches caches(String version, Profile profile, boolean record) throws IOException {
        Path home = Files.createTempDirectory(root, "jdk");
        Jdk jdk = Jdk.of(FakeJdk.in(home, version)).orElseThrow();
        return new AotCaches(root.resolve("aot"), jdk, profile, record, new ProcessLedger(root.resolve("run")));
    }
}
