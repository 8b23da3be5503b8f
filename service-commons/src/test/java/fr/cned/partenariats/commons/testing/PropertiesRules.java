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

/**
 * No key occurs twice in a {@code .properties} file. Java takes the last value without a word, and git's merge by union
 * can leave both.
 */
public final class PropertiesRules {

    private PropertiesRules() {}

    /** Checks all files of the module whose test calls it. */
    public static void check() throws IOException {
        assertThat(repeated(Path.of("src"))).as("keys that occur twice").isEmpty();
    }

    static List<String> repeated(Path folder) throws IOException {
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
