package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and runs programs of this machine. */
public final class Programs {

    /** The Debian package of each program that a scenario may need. */
    private static final Map<String, String> PACKAGES = Map.of(
            "nginx", "nginx",
            "wrk", "wrk",
            "pgbench", "postgresql",
            "psql", "postgresql-client");

    /** Folders of system programs, which the PATH of an ordinary user may lack. */
    private static final List<String> SYSTEM = List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final ProcessLedger STARTED =
            new ProcessLedger(Layout.enclosingProject().resolve(".local/benchmarks/run"));

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
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            String error = Files.readString(errors);
            Files.delete(errors);
            if (exit != 0) {
                throw new PlatformFailure("%s failed: %s %s".formatted(line.get(0), output.strip(), error.strip()));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
    }

    /** Starts a program that goes on and waits until it is ready. The folder has its log. */
    public static ManagedProcess start(
            String name, Path folder, List<String> line, Map<String, String> environment, BooleanSupplier ready) {
        Path log = folder.resolve(name + ".log");
        ManagedProcess process = new ManagedProcess(
                STARTED, new ManagedProcess.Command(name, () -> line, environment, folder, log, "TERM", ""));
        process.start();
        Await.ready(process, ready, READY);
        return process;
    }

    /** Ends the started programs that run, also those of a run that was killed. */
    public static void endStarted() {
        STARTED.endLeftovers(STOP);
    }

    /** The command line of a main class of this program's own class path. It works in any folder. */
    public static List<String> java(List<String> options, String mainClass) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), mainClass));
        return line;
    }

    /** {@code java -jar} takes the class path as it was typed: relative to the folder of the caller. */
    static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
