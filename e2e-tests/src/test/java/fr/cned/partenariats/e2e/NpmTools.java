package fr.cned.partenariats.e2e;

import fr.cned.partenariats.commons.testing.RequiredPrograms;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Programs of npm that check the contracts. The versions are fixed in {@code contract-lint/package-lock.json}; npm
 * installs them into {@code target}, once. Without npm, or when it fails, the test prints what it did not check, and is
 * skipped; in CI it fails.
 */
final class NpmTools {

    static final Path SETTINGS = Path.of("contract-lint").toAbsolutePath();

    /** Has the installed programs. Node finds their packages from each directory below. */
    static final Path DIRECTORY = Path.of("target", "contract-lint").toAbsolutePath();

    private static final Map<String, String> QUIET =
            Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true", "NO_COLOR", "1");

    private NpmTools() {}

    record Result(int status, String output) {}

    /** @param check what is not checked without the programs */
    static synchronized void install(String check) throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require(check, List.of("node", "npm"));
        Path lock = DIRECTORY.resolve("package-lock.json");
        String wanted = Files.readString(SETTINGS.resolve("package-lock.json"));
        if (Files.isDirectory(DIRECTORY.resolve("node_modules"))
                && Files.exists(lock)
                && Files.readString(lock).equals(wanted)) {
            return;
        }
        Files.createDirectories(DIRECTORY);
        Files.copy(
                SETTINGS.resolve("package.json"),
                DIRECTORY.resolve("package.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(lock, wanted);
        Result install = npm(DIRECTORY, "ci");
        if (install.status() != 0) {
            Files.delete(lock); // the next run installs again
            RequiredPrograms.ofThisMachine().endWithout("the programs of npm", check, install.output());
        }
    }

    /**
     * For a program that only one check needs, and only where another file is.
     *
     * @param program with its version
     */
    static synchronized void installInto(Path directory, String program, String check)
            throws IOException, InterruptedException {
        RequiredPrograms.ofThisMachine().require(check, List.of("node", "npm"));
        Files.createDirectories(directory);
        Result install = npm(directory, "install", "--prefix", ".", "--no-save", program);
        if (install.status() != 0) {
            RequiredPrograms.ofThisMachine().endWithout(program, check, install.output());
        }
    }

    private static Result npm(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund"));
        return execute(directory, Map.of(), command);
    }

    /** Runs an installed program. */
    static Result run(Path directory, Map<String, String> environment, String program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(DIRECTORY.resolve(Path.of("node_modules", ".bin", program)).toString());
        command.addAll(arguments);
        return execute(directory, environment, command);
    }

    static Result execute(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        File output = File.createTempFile("npm-tool", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.redirectOutput(output);
            Map<String, String> all = new HashMap<>(QUIET);
            all.putAll(environment);
            builder.environment().putAll(all);
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("not ended after 5 minutes: " + command);
            }
            return new Result(process.exitValue(), Files.readString(output.toPath(), StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output.toPath());
        }
    }
}
