package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningPlatformTest {

    private final PrintStream originalOut = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path project;

    private ProcessLedger ledger;
    private RunningPlatform platform;

    @BeforeEach
    void aLauncherThatRuns() {
        Layout layout = Layout.ofProject(project);
        ledger = new ProcessLedger(layout.runDirectory());
        platform = new RunningPlatform(layout);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreOut() {
        System.setOut(originalOut);
    }

    @Test
    void aServiceThatWasLeftOutIsAbsentUntilItListens() throws IOException {
        ledger.record("launcher", ProcessHandle.current(), "TERM", "");
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ledger.recordExternal("enrollment-service", "http://localhost:" + service.getLocalPort());
            assertThat(platform.status()).isZero();
            assertThat(line("enrollment-service")).contains(" external ").doesNotContain(" MB");
        }

        assertThat(platform.status()).isZero();
        assertThat(line("enrollment-service")).contains(" absent ");
    }

    @Test
    void aPartThatWasKilledIsGone() throws Exception {
        Process killed = new ProcessBuilder("sleep", "300").start();
        ledger.record("kafka", killed.toHandle(), "TERM", "localhost:19092");
        killed.destroyForcibly().waitFor();

        assertThat(platform.status()).isEqualTo(1);
        assertThat(line("kafka")).contains(" gone ");
    }

    @Test
    void aRestartIsRefusedForAServiceThatWasLeftOutAndForAnUnknownPart() {
        ledger.record("launcher", ProcessHandle.current(), "TERM", "");
        ledger.record("kafka-training", ProcessHandle.current(), "TERM", "");
        ledger.recordExternal("enrollment-service", "http://localhost:8083");

        assertThatThrownBy(() -> platform.requestRestart("enrollment-service"))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("./run --without left enrollment-service out, so it cannot restart it."
                        + " Restart it where you started it.");
        for (String unknown : List.of("zookeeper", "launcher", "kafka-training")) {
            assertThatThrownBy(() -> platform.requestRestart(unknown))
                    .hasMessage("There is no part named %s. Use one of enrollment-service.", unknown);
        }
    }

    @Test
    void aRestartNeedsARunningPlatform() {
        assertThatThrownBy(() -> platform.requestRestart("kafka"))
                .hasMessage("Nothing runs. Start everything with ./run.");
    }

    @Test
    void noPartIsRestartedAfterTheLauncherWasKilled() throws Exception {
        Process kafka = new ProcessBuilder("sleep", "300").start();
        try {
            ledger.record("kafka", kafka.toHandle(), "TERM", "localhost:19092");
            String killed =
                    "The launcher was killed: ./run stops its parts and starts anew, ./run stop only stops them.";

            assertThatThrownBy(() -> platform.requestRestart("kafka")).hasMessage(killed);
            platform.status();
            assertThat(line("The launcher was killed")).isEqualTo(killed);
            assertThat(kafka.isAlive()).isTrue();
        } finally {
            kafka.destroyForcibly();
        }
    }

    @Test
    void partsAreStoppedAfterTheLauncherWasKilled() throws Exception {
        Process kafka = new ProcessBuilder("sleep", "300").start();
        ledger.record("kafka", kafka.toHandle(), "TERM", "localhost:19092");

        platform.stop();

        assertThat(kafka.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("Stopped.\n");
    }

    @Test
    void aStopForgetsAServiceThatWasLeftOut() {
        ledger.recordExternal("enrollment-service", "http://localhost:8083");

        platform.stop();

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("Nothing runs.\n");
        assertThat(ledger.entries()).isEmpty();
    }

    /** The last line that was printed for a part. */
    private String line(String part) {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(part))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
