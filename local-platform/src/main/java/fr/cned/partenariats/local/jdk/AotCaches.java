package fr.cned.partenariats.local.jdk;

import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Starts Java programs with an AOT cache of their loaded classes, which JDK 25 or newer can create. A start without a
 * cache, or with one that is older than the program, records; {@link #train} has the JVM then create the cache that the
 * next start uses. The JVM itself ignores a cache that does not fit to its options. An older JDK starts without a cache.
 */
public final class AotCaches {

    private static final Duration TRAINING = Duration.ofMinutes(2);
    /** At its end, a JVM that still records creates the cache, which takes long and is not needed. */
    private static final Duration STOP_WHILE_RECORDING = Duration.ofSeconds(5);

    private final Path directory;
    private final Jdk jdk;
    private final Profile profile;
    private final boolean record;
    private final ProcessLedger ledger;
    /** The names of the programs that record. */
    private final Set<String> recording = new ConcurrentSkipListSet<>();

    /** @param record whether a start without a cache is recorded */
    public AotCaches(Path directory, Jdk jdk, Profile profile, boolean record, ProcessLedger ledger) {
        this.directory = directory;
        this.jdk = jdk;
        this.profile = profile;
        this.record = record;
        this.ledger = ledger;
    }

    public Jdk jdk() {
        return jdk;
    }

    /** The command line for the next start of the program. */
    public List<String> commandLine(JavaProgram program) {
        recording.remove(program.name());
        return program.commandLine(jdk, profile, options(program));
    }

    private List<String> options(JavaProgram program) {
        if (!jdk.hasAotCache()) {
            return List.of();
        }
        Path cache = cache(program.name());
        if (isNewerThan(program, cache)) {
            return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off");
        }
        if (!record) {
            return List.of();
        }
        createDirectory(); // the JVM opens its recording at once
        recording.add(program.name());
        return List.of(
                "-XX:AOTCacheOutput=" + fresh(program.name()),
                "-Xlog:aot*=off,cds*=off",
                // Otherwise the JVM prints a line that is not JSON into the log.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-DisplayVMOutput");
    }

    public boolean isRecording() {
        return !recording.isEmpty();
    }

    /** The time that a program gets to stop. */
    public Duration stopTimeout(Duration normal) {
        return isRecording() ? STOP_WHILE_RECORDING : normal;
    }

    /** Creates the caches of the programs that record, one after the other. Each answers no request for some seconds. */
    public void train() {
        try {
            recording.forEach(this::train);
        } catch (PlatformFailure stopping) {
            // the next start records again
        }
    }

    private void train(String name) {
        ledger.entry(name).flatMap(ProcessLedger.Entry::process).ifPresent(process -> {
            try {
                if (run(name, process, "AOT.end_recording") && Files.exists(fresh(name))) {
                    Files.move(fresh(name), cache(name), StandardCopyOption.ATOMIC_MOVE);
                }
                run(name, process, "System.trim_native_heap"); // the recording takes 200 MB
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        recording.remove(name);
    }

    /** Copies the cache of a program to a file that every user may read: an image has another user. */
    public void copy(String name, Path file) {
        if (!Files.exists(cache(name))) {
            throw new PlatformFailure(
                    "%s has no AOT cache. The log of its training is %s.".formatted(name, trainingLog(name)));
        }
        try {
            Files.copy(cache(name), file, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path trainingLog(String name) {
        return directory.resolve(name + ".log");
    }

    private boolean run(String name, ProcessHandle process, String command) {
        List<String> line = List.of(jdk.jcmd().toString(), Long.toString(process.pid()), command);
        return new ManagedProcess(
                        ledger,
                        new ManagedProcess.Command(
                                name + "-training", () -> line, Map.of(), directory, trainingLog(name), "TERM", ""))
                .runToEnd(TRAINING);
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path cache(String name) {
        return directory.resolve("%s-%s-%s.aot".formatted(name, profile, jdk.version()));
    }

    private Path fresh(String name) {
        return directory.resolve(name + ".fresh");
    }

    private static boolean isNewerThan(JavaProgram program, Path cache) {
        long created = cache.toFile().lastModified(); // 0 when there is none
        return Stream.of(program.classPath().split(File.pathSeparator, -1))
                .allMatch(code -> new File(code).lastModified() < created);
    }
}
