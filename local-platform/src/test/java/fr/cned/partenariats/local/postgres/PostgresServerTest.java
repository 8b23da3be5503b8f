package fr.cned.partenariats.local.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.process.PlatformFailure;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void aMachineWithoutBinariesIsToldWhichOnesHaveThem() {
        assertThatThrownBy(() -> PostgresServer.archive("Linux", "riscv64"))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("Maven has no PostgreSQL for Linux on riscv64:"
                        + " it runs on Linux (glibc) and macOS, on x86_64 and aarch64.");
    }
}
