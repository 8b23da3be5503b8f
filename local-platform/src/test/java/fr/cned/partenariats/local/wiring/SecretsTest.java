package fr.cned.partenariats.local.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path directory;

    @Test
    void aSecretIsTheSameAfterARestart() {
        Path file = directory.resolve("secrets.properties");
        Secrets first = new Secrets(file);

        String one = first.of("client.one");
        String two = first.of("client.two");

        assertThat(one).isNotEqualTo(two).hasSizeGreaterThanOrEqualTo(32);
        assertThat(new Secrets(file).of("client.one")).isEqualTo(one);
        assertThat(new Secrets(file).of("client.two")).isEqualTo(two);
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        Path file = directory.resolve("secrets.properties");
        new Secrets(file).of("client.one");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
