package fr.cned.partenariats.local.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void anUnsupportedMachineIsReportedWithTheSupportedOnes() {
        assertThatThrownBy(() -> PostgresServer.archive("Linux", "riscv64"))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("Maven has no PostgreSQL for Linux on riscv64."
                        + " Use Linux (glibc) or macOS, on x86_64 or aarch64.");
    }
}
