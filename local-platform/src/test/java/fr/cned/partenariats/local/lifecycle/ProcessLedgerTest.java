package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLedgerTest {

    private static final Duration GRACE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private ProcessLedger ledger;
    private Process sleeper;

    @BeforeEach
    void aRunningProcess() throws IOException {
        ledger = new ProcessLedger(directory);
        sleeper = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() {
        sleeper.destroyForcibly();
    }

    @Test
    void aPartOfAKilledLauncherIsStopped() {
        ledger.record("part", sleeper.toHandle(), "TERM", "");

        List<String> ended = new ProcessLedger(directory).endLeftovers(GRACE);

        assertThat(ended).containsExactly("part");
        assertThat(Processes.runs(sleeper.toHandle())).isFalse();
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void aFrozenPartOfAKilledLauncherIsStopped() {
        ledger.record("part", sleeper.toHandle(), "TERM", "");
        Processes.send("STOP", sleeper.pid());

        ledger.endLeftovers(GRACE);

        assertThat(Processes.runs(sleeper.toHandle())).isFalse();
    }

    @Test
    void processesStopStageByStage() throws IOException {
        Path order = directory.resolve("order");
        ProcessLedger staged = new ProcessLedger(directory, name -> name.equals("broker") ? 1 : 0);
        Process broker = writesItsNameWhenStopped("broker", order);
        Process service = writesItsNameWhenStopped("service", order);
        try {
            staged.record("broker", broker.toHandle(), "TERM", "");
            staged.record("service", service.toHandle(), "TERM", "");

            staged.endLeftovers(GRACE);

            assertThat(order).hasContent("service\nbroker\n");
        } finally {
            broker.destroyForcibly();
            service.destroyForcibly();
        }
    }

    private Process writesItsNameWhenStopped(String name, Path order) throws IOException {
        Path ready = directory.resolve(name + ".ready");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap 'echo %s >> %s; exit 0' TERM; : > %s; while :; do sleep 0.05; done"
                                .formatted(name, order, ready))
                .start();
        assertThat(Await.quietly(() -> Files.exists(ready), GRACE)).isTrue();
        return process;
    }

    @Test
    void anotherProcessWithTheSameIdIsNotStopped() throws IOException {
        ledger.record("part", sleeper.toHandle(), "TERM", "");
        startedAt(Instant.now().minus(Duration.ofHours(1)));

        List<String> ended = ledger.endLeftovers(GRACE);

        assertThat(ended).isEmpty();
        assertThat(Processes.runs(sleeper.toHandle())).isTrue();
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void anEntryOfAnEndedProcessIsDeleted() {
        ledger.record("part", sleeper.toHandle(), "TERM", "");
        sleeper.destroyForcibly();
        Await.quietly(() -> !sleeper.isAlive(), GRACE);

        assertThat(ledger.endLeftovers(GRACE)).isEmpty();
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void anUnreadableEntryStopsNoProcess() throws IOException {
        Files.writeString(directory.resolve("part.process"), "pid=none");

        assertThat(ledger.endLeftovers(GRACE)).isEmpty();
    }

    @Test
    void theLauncherDoesNotStopItself() {
        ledger.record("launcher", ProcessHandle.current(), "KILL", "");

        assertThat(ledger.endLeftovers(GRACE)).isEmpty();
    }

    @Test
    void noProcessStartsAfterTheLedgerIsClosed() {
        ManagedProcess late = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        "late",
                        () -> List.of("sleep", "300"),
                        Map.of(),
                        directory,
                        directory.resolve("late.log"),
                        "TERM",
                        ""));
        ledger.close();

        assertThatThrownBy(late::start).isInstanceOf(PlatformFailure.class);
        assertThat(late.isAlive()).isFalse();
    }

    private void startedAt(Instant instant) throws IOException {
        Path file = directory.resolve("part.process");
        Files.writeString(
                file,
                "pid=%d%nstarted=%s%nsignal=TERM%naddress=%n"
                        .formatted(sleeper.pid(), instant.toString().replace(":", "\\:")));
    }
}
