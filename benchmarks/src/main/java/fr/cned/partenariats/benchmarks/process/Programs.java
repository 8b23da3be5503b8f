package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and runs programs of this machine. */
public final class Programs {

    /** The Debian package of each program that a scenario may need. */
    private static final Map<String, String> PACKAGES = Map.of(
            "chromium", "chromium",
            "nginx", "nginx",
            "wrk", "wrk",
            "h2load", "nghttp2-client",
            "pgbench", "postgresql",
            "psql", "postgresql-client",
            "taskset", "util-linux",
            "mvn", "maven",
            "openssl", "openssl");

    /** Folders of system programs, which the PATH of an ordinary user may lack. */
    private static final List<String> SYSTEM = List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");

    private Programs() {}

    public static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), SYSTEM.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The path of the program. Fails with the package to install. */
    public static String require(String program) {
        return find(program)
                .map(Path::toString)
                .orElseThrow(() ->
                        new PlatformFailure("%s was not found: install it (Debian: apt install %s) and start again."
                                .formatted(program, PACKAGES.getOrDefault(program, program))));
    }

    /** Runs a program to its end and returns its output. Fails with its errors. */
    public static String output(Path folder, List<String> line) {
        return output(folder, line, Map.of());
    }

    public static String output(Path folder, List<String> line, Map<String, String> environment) {
        try {
            Path errors = Files.createTempFile("errors", ".txt");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.to(errors.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output;
            int exit;
            try (ChildProcess child = new ChildProcess(process)) {
                output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                exit = child.await();
            }
            String error = Files.readString(errors);
            Files.delete(errors);
            if (exit != 0) {
                throw new PlatformFailure("%s failed: %s %s".formatted(line.get(0), output.strip(), error.strip()));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
