package fr.cned.partenariats.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {

    @Test
    void aMissingProgramIsNamedWithItsPackage() {
        assertThatThrownBy(() -> Programs.require("no-such-program"))
                .hasMessage(
                        "no-such-program was not found: install it (Debian: apt install no-such-program) and start again.");
    }

    @Test
    void aFailedProgramIsQuoted() {
        assertThatThrownBy(() -> Programs.output(Path.of("."), List.of("sh", "-c", "echo no >&2; exit 3")))
                .hasMessageContaining("sh failed")
                .hasMessageContaining("no");
        assertThat(Programs.output(Path.of("."), List.of("sh", "-c", "echo yes")))
                .isEqualTo("yes\n");
    }
}
