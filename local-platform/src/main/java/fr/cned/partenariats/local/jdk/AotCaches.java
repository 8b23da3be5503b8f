package fr.cned.partenariats.local.jdk;

import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Starts Java programs with an AOT cache of their loaded classes, which JDK 25 or newer can create. The first start of a
 * program records; {@link #endRecording} and {@link #train} then create the cache that the next start uses. An older JDK
 * starts without a cache.
 */
public final class AotCaches {

    private static final Duration STEP = Duration.ofMinutes(2);
    /** At its end, a JVM that still records writes the recording, which takes long and is not needed. */
    private static final Duration STOP_WHILE_RECORDING = Duration.ofSeconds(5);

    private final Path directory;
    private final Jdk jdk;
    private final Profile profile;
    private final boolean record;
    private final ProcessLedger ledger;
    /** The programs whose last start was recorded, by name. */
    private final Map<String, JavaProgram> recorded = new LinkedHashMap<>();
    /** The names of the programs that still record. */
    private final Set<String> recording = new HashSet<>();

    private @Nullable ManagedProcess step;
    private boolean cancelled;

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
    public synchronized List<String> commandLine(JavaProgram program) {
        recorded.remove(program.name());
        recording.remove(program.name());
        if (jdk.hasAotCache() && Files.exists(cache(program))) {
            return program.commandLine(
                    jdk, profile, List.of("-XX:AOTCache=" + cache(program), "-Xlog:aot=error,cds=error"));
        }
        if (!jdk.hasAotCache() || !record) {
            return program.commandLine(jdk, profile, List.of());
        }
        createDirectory();
        recorded.put(program.name(), program);
        recording.add(program.name());
        return program.commandLine(
                jdk,
                profile,
                List.of(
                        "-XX:AOTMode=record",
                        "-XX:AOTConfiguration=" + recordingOf(program),
                        "-Xlog:aot=error,cds=error",
                        // Otherwise the JVM prints a line that is not JSON into the log.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-DisplayVMOutput"));
    }

    /** The time that a program gets to stop. */
    public synchronized Duration stopTimeout(JavaProgram program, Duration normal) {
        return recording.contains(program.name()) ? STOP_WHILE_RECORDING : normal;
    }

    /** The programs whose last start was recorded. */
    public synchronized List<JavaProgram> recorded() {
        return List.copyOf(recorded.values());
    }

    /** Has a running program write its recording. It answers no request for the seconds that this takes. */
    public void endRecording(JavaProgram program) {
        ledger.entry(program.name()).flatMap(ProcessLedger.Entry::process).ifPresent(process -> {
            if (run(program, jcmd(process, "AOT.end_recording"))) {
                synchronized (this) {
                    recording.remove(program.name());
                }
            }
            run(program, jcmd(process, "System.trim_native_heap")); // the recording takes 200 MB
        });
    }

    /** Creates the caches from the recordings, at the lowest priority. */
    public void train() {
        recorded().forEach(this::train);
    }

    private void train(JavaProgram program) {
        if (isRecording(program)) {
            endRecording(program);
        }
        Path recordingFile = recordingOf(program);
        Path fresh = directory.resolve(program.name() + ".fresh");
        try {
            if (Files.exists(recordingFile) && run(program, assembly(program, recordingFile, fresh))) {
                deleteOlderCaches(program);
                Files.move(fresh, cache(program), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(recordingFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> assembly(JavaProgram program, Path recordingFile, Path fresh) {
        List<String> line =
                new ArrayList<>(List.of("nice", "-n", "19", jdk.java().toString()));
        line.addAll(profile.options());
        line.addAll(program.options());
        line.addAll(List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recordingFile,
                "-XX:AOTCache=" + fresh,
                "-cp",
                program.classPath()));
        return line;
    }

    private synchronized boolean isRecording(JavaProgram program) {
        return recording.contains(program.name());
    }

    /** Kills a step of the training, because the platform stops. */
    public synchronized void cancel() {
        cancelled = true;
        if (step != null && step.isAlive()) {
            step.kill();
        }
    }

    private List<String> jcmd(ProcessHandle process, String command) {
        return List.of(jdk.jcmd().toString(), Long.toString(process.pid()), command);
    }

    private boolean run(JavaProgram program, List<String> line) {
        ManagedProcess next = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        program.name() + "-training",
                        () -> line,
                        Map.of(),
                        directory,
                        directory.resolve(program.name() + ".log"),
                        "TERM",
                        ""));
        synchronized (this) {
            if (cancelled) {
                return false;
            }
            step = next;
        }
        return next.runToEnd(STEP);
    }

    private void deleteOlderCaches(JavaProgram program) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(program.name() + '-') && name.endsWith(profile.cacheSuffix())) {
                    Files.delete(file);
                }
            }
        }
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path cache(JavaProgram program) {
        return directory.resolve(program.name() + '-' + fingerprint(program) + profile.cacheSuffix());
    }

    private Path recordingOf(JavaProgram program) {
        return directory.resolve(program.name() + ".recording");
    }

    /** Changes with the JDK, the options other than system properties, and the files of the program. */
    private String fingerprint(JavaProgram program) {
        CRC32 crc = new CRC32();
        add(crc, jdk.version().toString());
        profile.options().forEach(option -> add(crc, option));
        program.options().stream().filter(option -> !option.startsWith("-D")).forEach(option -> add(crc, option));
        add(crc, program.classPath());
        for (Path code : program.code()) {
            try (Stream<Path> files = Files.walk(code, FileVisitOption.FOLLOW_LINKS)) {
                for (Path file : files.sorted().toList()) {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        add(crc, file + " " + attributes.size() + " " + attributes.lastModifiedTime());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Long.toHexString(crc.getValue());
    }

    private static void add(CRC32 crc, String text) {
        crc.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
