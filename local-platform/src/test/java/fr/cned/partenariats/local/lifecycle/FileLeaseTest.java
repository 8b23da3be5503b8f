package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeaseTest {

    @TempDir
    Path directory;

    @Test
    void onlyOneOwnerHoldsTheLock() {
        Path file = directory.resolve("lock");
        FileLease owner = FileLease.tryTake(file).orElseThrow();

        assertThat(FileLease.tryTake(file)).isEmpty();

        owner.close();
        Optional<FileLease> next = FileLease.tryTake(file);
        assertThat(next).isPresent();
        next.orElseThrow().close();
    }
}
