package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.jdk.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The circumstances of a run: where, when and with what. */
record Run(String id, String commit, String machine, String cores, String jdk, String profile, String rounds) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    static Run now(Path project, Arguments arguments) {
        return new Run(
                LocalDateTime.now(ZoneOffset.UTC).format(MINUTE),
                commit(project),
                processor(),
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                Jdk.choose(Optional.empty()).version().toString(),
                "production",
                "%d × %d s, warm-up %d s"
                        .formatted(
                                arguments.rounds(),
                                arguments.length().toSeconds(),
                                arguments.warmUp().toSeconds()));
    }

    List<String> cells() {
        return List.of(id, commit, machine, cores, jdk, profile, rounds);
    }

    private static String commit(Path project) {
        try {
            String hash = Programs.output(project, List.of("git", "rev-parse", "--short", "HEAD"))
                    .strip();
            // The report itself changes with each run.
            boolean clean = Programs.output(
                            project, List.of("git", "status", "--porcelain", "--", ".", ":!docs/benchmarks.md"))
                    .isBlank();
            return clean ? hash : hash + " with local changes";
        } catch (RuntimeException withoutGit) {
            return "unknown";
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.name") + " " + System.getProperty("os.arch");
        }
    }
}
