package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WelcomeTest {

    @Test
    void theReadmeShowsTheLinesThatRunPrints() throws IOException {
        List<String> readme = Files.readAllLines(Layout.enclosingProject().resolve("README.md"));

        assertThat(commands()).hasSize(10).allMatch(readme::contains);
    }

    private static List<String> commands() throws IOException {
        return (text("welcome") + text("questions"))
                .lines()
                .filter(line -> line.matches("(curl |[A-Z]+=|\\. ).*"))
                .toList();
    }

    private static String text(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(WelcomeTest.class.getResourceAsStream("/launcher/" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
