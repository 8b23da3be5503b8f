package fr.cned.partenariats.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuMeterTest {

    @Test
    void theNameOfTheProgramMayContainSpacesAndBrackets() {
        String stat = "123 (a (strange) name) S 1 123 123 0 -1 4194560 1 2 3 4 500 70 8 9 20 0 1 0 12 34 56";

        assertThat(CpuMeter.ticksOf(stat)).isEqualTo(500 + 70 + 8 + 9);
    }

    @Test
    void aCoreIsBusyWhenItIsNeitherIdleNorWaiting() {
        List<String> stat =
                List.of("cpu  9 9 9 9 9 9 9 9 0 0", "cpu0 1 1 1 1 1 1 1 1 0 0", "cpu1 10 1 5 70 4 1 2 7 3 0");

        assertThat(CpuMeter.coreOf(1, stat)).containsExactly(100, 26);
    }

    @Test
    void aChildThatGoesOnIsNotOfThisProcess() throws Exception {
        CpuMeter alone = CpuMeter.ofThisProcess();
        CpuMeter together = CpuMeter.start(List.of(ProcessHandle.current()));
        Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            CpuMeter ofChild = CpuMeter.start(List.of(child.toHandle()));
            await().until(() -> ofChild.used().compareTo(Duration.ofMillis(300)) > 0);

            assertThat(together.used().minus(alone.used())).isGreaterThan(Duration.ofMillis(200));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(alone.used()).as("with the child, which has ended").isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void aMachineWithOneCoreIsRefused() {
        assertThatThrownBy(() -> CpuMeter.coreOf(1, List.of("cpu0 1 1 1 1 1 1 1 1 0 0")))
                .hasMessage("This machine has no core 1: the benchmarks need two cores.");
    }
}
