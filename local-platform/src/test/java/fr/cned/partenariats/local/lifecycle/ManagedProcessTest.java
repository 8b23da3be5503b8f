package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private ManagedProcess process;

    @AfterEach
    void end() {
        process.stop(SOON);
    }

    @Test
    void aKilledProcessCanBeStartedAgain() {
        process = shell("exec sleep 300");
        process.start();
        long first = process.pid();

        process.kill();

        assertThat(process.isAlive()).isFalse();
        assertThat(process.exitCode()).hasValue(128 + 9);
        process.start();
        assertThat(process.isAlive()).isTrue();
        assertThat(process.pid()).isNotEqualTo(first);
    }

    @Test
    void aFrozenProcessContinuesWhenResumed() throws IOException {
        process = shell("while :; do echo tick; sleep 0.02; done");
        process.start();
        assertThat(growsWithin(SOON)).isTrue();

        process.freeze();
        assertThat(growsWithin(Duration.ofMillis(500))).isFalse();

        process.resume();
        assertThat(growsWithin(SOON)).isTrue();
    }

    @Test
    void aProcessThatIgnoresTheStopSignalIsKilled() {
        process = shell("trap '' TERM; while :; do sleep 0.05; done");
        process.start();

        process.stop(Duration.ofMillis(300));

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aPartThatEndsDuringItsStartIsReportedWithTheEndOfItsLog() {
        process = shell("echo no room left; exit 3");
        process.start();

        assertThatThrownBy(() -> Await.ready(process, () -> false, SOON))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageStartingWith("part ended while it started; the end of ")
                .hasMessageContaining("no room left");
    }

    @Test
    void onlyTheMessagesOfAJsonLogAreReported() {
        process = shell("""
                echo '{"level":"ERROR","message":"Failed to start","causedBy":{"message":"No \\"room\\" left"}}'""");
        process.start();

        assertThatThrownBy(() -> Await.ready(process, () -> false, SOON))
                .hasMessageEndingWith("part.log:\n  Failed to start\n    because: No \"room\" left");
    }

    @Test
    void aPartThatIsNotReadyInTimeIsReported() {
        process = shell("exec sleep 300");
        process.start();

        assertThatThrownBy(() -> Await.ready(process, () -> false, Duration.ofSeconds(1)))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageStartingWith("part was not ready after 1 s");
    }

    private boolean growsWithin(Duration time) throws IOException {
        long before = Files.size(process.log());
        return Await.quietly(
                () -> {
                    try {
                        return Files.size(process.log())
                                > before + 10; // output that was already written may still arrive
                    } catch (IOException e) {
                        return false;
                    }
                },
                time);
    }

    private ManagedProcess shell(String script) {
        return new ManagedProcess(
                new ProcessLedger(directory.resolve("run")),
                new ManagedProcess.Command(
                        "part",
                        () -> List.of("sh", "-c", script),
                        Map.of(),
                        directory,
                        directory.resolve("part.log"),
                        "TERM",
                        ""));
    }
}
