package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes run side by side on one platform, so a class that takes a part away from it runs alone. */
class IsolationTest {

    private static final Path SOURCES = Path.of("src/test/java");
    private static final Pattern FAILURE =
            Pattern.compile("process\\(\\)\\.(kill|freeze)\\(|(kafka|keycloak|postgres)\\(\\)\\.(stop|restart)\\(");

    @Test
    void aClassThatMakesAPartFailRunsAlone() throws IOException {
        List<Path> failing = failing();

        assertThat(failing).extracting(Path::getFileName).contains(Path.of("ProcessFailureIT.java"));
        assertThat(failing)
                .allSatisfy(file -> assertThat(Files.readString(file))
                        .as("%s makes a part fail, so it needs @Isolated", file.getFileName())
                        .contains("@Isolated("));
    }

    private static List<Path> failing() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith("IT.java"))
                    .filter(file -> FAILURE.matcher(read(file)).find())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
