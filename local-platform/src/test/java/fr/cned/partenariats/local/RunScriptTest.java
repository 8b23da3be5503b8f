package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a folder of its own, where nothing is built. */
class RunScriptTest {

    @TempDir
    Path project;

    @BeforeEach
    void copyTheScript() throws IOException {
        Path script = Files.copy(Layout.enclosingProject().resolve("run"), project.resolve("run"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void whatItDoesNotKnowIsRefused() throws Exception {
        assertThat(run("--frehs")).isEqualTo(new Output(1, "Unknown option --frehs: see ./run --help.\n"));
        assertThat(run("begin")).isEqualTo(new Output(1, "Unknown command begin: see ./run --help.\n"));
        assertThat(run("restart").exit()).isEqualTo(1);
    }

    @Test
    void theHelpNeedsNoBuild() throws Exception {
        Output help = run("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.text()).contains("./run --fresh", "./run status", "./run restart PART", "./run stop");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Path programs = Files.createDirectory(project.resolve("programs"));
        for (String program :
                List.of("bash", "cat", "dirname", "find", "mkdir", "ps", "readlink", "rm", "sed", "grep")) {
            Path caller = Files.writeString(
                    programs.resolve(program), "#!%s%nexec %s \"$@\"%n".formatted(found("sh"), found(program)));
            assertThat(caller.toFile().setExecutable(true)).isTrue();
        }

        Output output = run(programs.toString(), "start");

        assertThat(output.text())
                .endsWith("Maven was not found: install it (Debian: apt install maven) and start again.\n");
        assertThat(output.exit()).isEqualTo(1);
    }

    private static Path found(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IllegalStateException("this system has no " + program);
    }

    private record Output(int exit, String text) {}

    private Output run(String argument) throws IOException, InterruptedException {
        return run(System.getenv("PATH"), argument);
    }

    private Output run(String path, String argument) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(found("bash").toString(), "run", argument)
                .directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }
}
