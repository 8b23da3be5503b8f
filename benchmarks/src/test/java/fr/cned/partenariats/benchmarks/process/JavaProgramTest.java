package fr.cned.partenariats.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProgramTest {

    @Test
    void theClassPathHoldsInAnotherFolder() {
        assertThat(Programs.absolute("target/benchmarks.jar" + File.pathSeparator + "lib"))
                .isEqualTo(Path.of("target/benchmarks.jar").toAbsolutePath()
                        + File.pathSeparator
                        + Path.of("lib").toAbsolutePath());
    }

    @Test
    void aClassOfThisProgramRunsInAnotherFolder(@TempDir Path elsewhere) {
        List<String> line = Programs.java(List.of("-Xmx64m"), Greeting.class.getName());

        assertThat(Programs.output(elsewhere, line)).isEqualTo("started");
    }

    static final class Greeting {
        private Greeting() {}

        public static void main(String[] arguments) {
            System.out.print("started");
        }
    }
}
