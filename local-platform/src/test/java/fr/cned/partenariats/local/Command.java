package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs a program in the checkout and returns its exit code and output. */
public final class Command {

    private Command() {}

    public record Output(int exit, String text) {}

    public static Output run(Map<String, String> environment, String... line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(Layout.enclosingProject().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    /** Says what is not checked and skips the test when the program is missing. In CI the test fails. */
    public static void require(String check, String program, String versionOption) {
        if (!runs(program, versionOption)) {
            String reason = "NOT CHECKED: " + check + ". Not installed: " + program;
            System.out.println(reason);
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            assumeTrue(false, reason);
        }
    }

    private static boolean runs(String... line) {
        try {
            return run(Map.of(), line).exit() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public static Path script(String name) {
        return Layout.enclosingProject()
                .resolve("local-platform/src/main/docker")
                .resolve(name);
    }
}
