package fr.cned.partenariats.local;

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

    public static Path script(String name) {
        return Layout.enclosingProject()
                .resolve("local-platform/src/main/docker")
                .resolve(name);
    }
}
