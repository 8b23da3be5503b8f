package fr.cned.partenariats.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    Path folder;

    @Test
    void anUnsupportedMachineIsReportedWithTheSupportedOnes() {
        assertThatThrownBy(() -> PostgresServer.archive("Linux", "riscv64"))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("Maven has no PostgreSQL for Linux on riscv64."
                        + " Use Linux (glibc) or macOS, on x86_64 or aarch64.");
    }

    @Test
    void theLockOfACrashedServerNamesNoProcessAndKeepsItsOtherLines() throws IOException {
        Path lock = folder.resolve("postmaster.pid");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n/data\n1700000000\n15432\n");

        PostgresServer.releaseLock(lock);

        assertThat(lock).hasContent("99999999\n/data\n1700000000\n15432\n");
    }

    @Test
    void anEmptyLockIsDeletedAndAMissingOneIsNoFault() throws IOException {
        Path lock = Files.createFile(folder.resolve("postmaster.pid"));

        PostgresServer.releaseLock(lock);
        PostgresServer.releaseLock(lock);

        assertThat(lock).doesNotExist();
    }
}
