package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No key occurs twice in a {@code .properties} file of any module. Java takes the last value without a word, and git's
 * merge by union can leave both.
 */
class PropertiesFilesTest {

    @Test
    void noKeyOccursTwice() throws IOException {
        List<Path> modules;
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            modules = folders.map(folder -> folder.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        assertThat(modules).hasSizeGreaterThan(1);
        for (Path module : modules) {
            assertThat(repeatedBelow(module)).as("keys that occur twice").isEmpty();
        }
    }

    @Test
    void aRepeatedKeyIsFound(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.properties"), "# a=0\na=1\nb=2\\\na=3\na : 1\n");

        assertThat(repeatedBelow(folder)).containsExactly(file + ": a");
    }

    private static List<String> repeatedBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".properties"))
                    .flatMap(file -> repeatedIn(file).stream())
                    .toList();
        }
    }

    private static List<String> repeatedIn(Path file) {
        List<String> repeated = new ArrayList<>();
        Properties properties = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                if (containsKey(key)) {
                    repeated.add(file + ": " + key);
                }
                return super.put(key, value);
            }
        };
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        return repeated;
    }
}
