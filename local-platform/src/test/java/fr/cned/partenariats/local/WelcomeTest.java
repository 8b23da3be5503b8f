package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WelcomeTest {

    @Test
    void theReadmeShowsTheLinesThatRunPrints() throws IOException {
        List<String> readme = Files.readAllLines(Layout.enclosingProject().resolve("README.md"));

        assertThat(commands()).hasSize(10).allMatch(readme::contains);
    }

    @Test
    void accentsArePrintedWithoutAUtf8Locale() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Accents.class.getName())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));

        String printed = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed.lines()).containsExactly("Étudiant …", "Quimperlé");
    }

    static final class Accents {

        private Accents() {}

        public static void main(String[] arguments) {
            Main.printUtf8();
            System.out.println("Étudiant …");
            System.err.println("Quimperlé");
        }
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
