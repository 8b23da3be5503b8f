package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesRulesTest {

    @Test
    void noKeyOfThisModuleOccursTwice() throws IOException {
        PropertiesRules.check();
    }

    @Test
    void aRepeatedKeyIsFound(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.properties"), "# a=0\na=1\nb=2\\\na=3\na : 1\n");

        assertThat(PropertiesRules.repeated(folder)).containsExactly(file + ": a");
    }
}
