package fr.cned.partenariats.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.lifecycle.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLockTest {

    @TempDir
    Path data;

    private Path lock;

    @BeforeEach
    void lock() {
        lock = data.resolve(ServerLock.FILE);
    }

    @Test
    void processIdThatAnotherProgramHasNowIsReplacedAndTheOtherLinesStay() throws IOException {
        Files.writeString(lock, ProcessHandle.current().pid() + "\n/data\n1764128400\n15432\n");
        ServerLock.release(lock);
        assertThat(lock).hasContent(ServerLock.NO_PROCESS + "\n/data\n1764128400\n15432\n");
        assertThat(ProcessHandle.of(Long.parseLong(ServerLock.NO_PROCESS))).isEmpty();
    }

    @Test
    void lockOfARunningServerIsKept() throws IOException {
        Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), data.resolve("postgres"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process server = new ProcessBuilder(program.toString(), "300").start();
        try {
            assertThat(Await.quietly(
                            () -> server.info().command().orElse("").endsWith("/postgres"), Duration.ofSeconds(30)))
                    .isTrue();
            Files.writeString(lock, server.pid() + "\n/data\n");
            ServerLock.release(lock);
            assertThat(lock).hasContent(server.pid() + "\n/data\n");
        } finally {
            server.destroyForcibly();
        }
    }

    /** The children of a killed server may still run. PostgreSQL finds them with the other lines. */
    @Test
    void lockOfAnEndedServerIsLeftToPostgresql() throws IOException {
        Files.writeString(lock, ServerLock.NO_PROCESS + "\n/data\n");
        ServerLock.release(lock);
        assertThat(lock).hasContent(ServerLock.NO_PROCESS + "\n/data\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "none\n", "-1\n", "99999999999999999999\n"})
    void lockWithoutAProcessIdIsDeleted(String content) throws IOException {
        Files.writeString(lock, content);
        ServerLock.release(lock);
        assertThat(lock).doesNotExist();
    }

    @Test
    void missingLockIsNoFault() {
        ServerLock.release(lock);
        assertThat(lock).doesNotExist();
    }
}
