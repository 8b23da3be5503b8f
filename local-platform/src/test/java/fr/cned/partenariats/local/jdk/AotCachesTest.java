package fr.cned.partenariats.local.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
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
        program = new JavaProgram("program", List.of("-Xmx64m"), jar.toString(), List.of("Main"));
    }

    @Test
    void aJdkBefore25StartsWithoutACache() throws IOException {
        assertThat(caches("17.0.2", true).commandLine(program)).noneMatch(option -> option.contains("AOT"));
    }

    @Test
    void aStartWithoutACacheIsRecordedIfWanted() throws IOException {
        assertThat(caches("25", true).commandLine(program)).anyMatch(AotCachesTest::records);
        assertThat(caches("25", false).commandLine(program)).noneMatch(option -> option.contains("AOT"));
    }

    @Test
    void aProgramThatRecordsGetsLessTimeToStop() throws IOException {
        AotCaches recording = caches("25", true);
        assertThat(recording.stopTimeout(NORMAL)).isEqualTo(NORMAL);

        recording.commandLine(program);

        assertThat(recording.stopTimeout(NORMAL)).isLessThan(NORMAL);
    }

    @Test
    void aCacheIsUsedUntilTheProgramIsBuiltAgain() throws IOException {
        AotCaches caches = caches("25", true);
        Path cache = caches.cache("program");
        Files.createDirectories(cache.getParent());
        Files.createFile(cache);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(caches.commandLine(program)).contains("-XX:AOTCache=" + cache);
        assertThat(caches.stopTimeout(NORMAL)).isEqualTo(NORMAL);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(caches.commandLine(program)).anyMatch(AotCachesTest::records);
    }

    @Test
    void anotherProfileHasAnotherCache() throws IOException {
        AotCaches small = caches("25", Profile.SMALL, false);
        AotCaches production = caches("25", Profile.PRODUCTION, false);

        assertThat(production.cache("program")).isNotEqualTo(small.cache("program"));
        assertThat(small.commandLine(program)).contains("-XX:TieredStopAtLevel=1");
        assertThat(production.commandLine(program)).doesNotContain("-XX:TieredStopAtLevel=1");
    }

    /** Parts write files of mode 600. */
    @Test
    void everyUserMayReadTheCopyOfACache() throws IOException {
        AotCaches caches = caches("25", true);
        Path copy = root.resolve("app.aot");
        assertThatThrownBy(() -> caches.copy("program", copy)).hasMessageStartingWith("program has no AOT cache.");
        Path cache = caches.cache("program");
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "classes");
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-------"));

        caches.copy("program", copy);

        assertThat(copy).hasContent("classes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-r--r--");
    }

    private static boolean records(String option) {
        return option.startsWith("-XX:AOTCacheOutput=");
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
