package fr.cned.partenariats.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuMeterTest {

    @Test
    void theNameOfTheProgramMayContainSpacesAndBrackets() {
        String stat = "123 (a (strange) name) S 1 123 123 0 -1 4194560 1 2 3 4 500 70 8 9 20 0 1 0 12 34 56";

        assertThat(CpuMeter.ticksOf(stat)).isEqualTo(500 + 70 + 8 + 9);
    }
}
