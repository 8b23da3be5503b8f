package fr.cned.partenariats.local.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsFileTest {

    @TempDir
    Path directory;

    @Test
    void aShellReadsThePeopleAndTheDatabases() throws IOException {
        Path file = directory.resolve("clients.env");
        Secrets secrets = new Secrets(directory.resolve("secrets.properties"));
        ClientsFile.write(
                file,
                URI.create("http://localhost:8080"),
                URI.create("http://localhost:8190/token"),
                "postgresql://postgres:secret@localhost:15432/",
                List.of(),
                Map.of(),
                secrets);

        assertThat(value(file, "$DATABASE")).isEqualTo("postgresql://postgres:secret@localhost:15432/enrollment");
        assertThat(value(file, "$CATALOG_DATABASE")).endsWith("/catalog");
        assertThat(value(file, "$DEMO_USER_PASSWORD")).isEqualTo(secrets.demoUsers());
        assertThat(value(file, "$DEMO_USERS").split(" ", -1))
                .hasSameSizeAs(RealmAccounts.PEOPLE)
                .contains(RealmAccounts.PARTNER_USER, "direction");
    }

    private static String value(Path file, String expression) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", ". " + file + "; echo \"" + expression + "\"").start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
