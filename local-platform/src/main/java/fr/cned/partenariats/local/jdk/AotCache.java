package fr.cned.partenariats.local.jdk;

import fr.cned.partenariats.local.process.ManagedProcess;
import fr.cned.partenariats.local.process.ProcessLedger;
import fr.cned.partenariats.local.process.Programs;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM of version 25 or newer learned about a program in one run, kept so that the next start takes
 * a third of the time. The first run records; {@link #endRecording} has the live process write down what it
 * recorded, and {@link #train} assembles the cache beside it. Older JVMs start without.
 */
public final class AotCache {

    private static final Duration STEP = Duration.ofMinutes(2);
    /** A JVM that still records would write all of it at its end, for which nobody waits who wants it to stop. */
    private static final Duration STOP_WHILE_RECORDING = Duration.ofSeconds(5);

    private final Jdk jdk;
    private final JavaProgram program;
    private final Path directory;
    private final boolean learning;
    private final ProcessLedger ledger;
    private boolean recording;
    private boolean trainable;
    private @Nullable ManagedProcess step;
    private boolean cancelled;

    /** @param learning whether to record where there is no cache yet; else the cache of others is used, if any */
    public AotCache(Path directory, Jdk jdk, JavaProgram program, boolean learning, ProcessLedger ledger) {
        this.directory = directory;
        this.jdk = jdk;
        this.program = program;
        this.learning = learning;
        this.ledger = ledger;
    }

    /** The command line that starts the program as fast as what is known allows. */
    public synchronized List<String> commandLine() {
        recording = false;
        trainable = false;
        if (!jdk.hasAotCache()) {
            return program.commandLine(jdk, List.of());
        }
        Path cache = cache();
        if (Files.exists(cache)) {
            return program.commandLine(jdk, List.of("-XX:AOTCache=" + cache, "-Xlog:aot=error,cds=error"));
        }
        if (!learning) {
            return program.commandLine(jdk, List.of());
        }
        create(directory);
        recording = true;
        trainable = true;
        // Whatever the log level, a JVM says on its output that it has recorded, among the program's JSON.
        List<String> silent = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput");
        List<String> line = new ArrayList<>(
                List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording(), "-Xlog:aot=error,cds=error"));
        line.addAll(silent);
        return program.commandLine(jdk, line);
    }

    /** Whether the last start was recorded, so that there is something to learn from it. */
    public synchronized boolean canTrain() {
        return trainable && !cancelled;
    }

    /** Whether the process has not written down yet what it records. */
    public synchronized boolean isRecording() {
        return recording;
    }

    /** Has the process write down what it recorded: it answers nobody for the seconds that this takes. */
    public void endRecording(long pid) {
        if (run(tell(pid, "AOT.end_recording"))) {
            endOfRecording();
        }
        run(tell(pid, "System.trim_native_heap")); // writing the recording took 200 MB and more
    }

    /** Makes the cache for the next start from what was written down, at the lowest priority. */
    public void train() {
        Path recording = recording();
        if (!Files.exists(recording)) {
            return; // a JVM that can only record at its end: the next start is recorded again
        }
        Path fresh = directory.resolve(program.name() + ".fresh");
        List<String> line = new ArrayList<>(Programs.lowPriority());
        line.add(jdk.java().toString());
        line.addAll(program.options());
        line.addAll(program.properties());
        line.addAll(List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + fresh, "-cp"));
        line.add(program.classPath());
        boolean assembled = run(line);
        try {
            if (assembled && Files.exists(fresh)) {
                removeOlder();
                Files.move(fresh, cache(), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(recording);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void endOfRecording() {
        recording = false;
    }

    private List<String> tell(long pid, String command) {
        return List.of(jdk.jcmd().toString(), Long.toString(pid), command);
    }

    /** How long the program may take to end when it is asked to. */
    public synchronized Duration graceAtStop(Duration usual) {
        return recording ? STOP_WHILE_RECORDING : usual;
    }

    /** Gives up what {@link #train} is doing: the platform stops. */
    public synchronized void cancel() {
        cancelled = true;
        if (step != null && step.isAlive()) {
            step.kill();
        }
    }

    private boolean run(List<String> line) {
        ManagedProcess next = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        program.name() + "-learning",
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

    private void removeOlder() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(program.name() + '-') && name.endsWith(".aot")) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path cache() {
        return directory.resolve(fileName());
    }

    String fileName() {
        return program.name() + '-' + fingerprint() + ".aot";
    }

    private Path recording() {
        return directory.resolve(program.name() + ".recording");
    }

    /** Changes whenever the JVM, its options or a file of the program changes. */
    private String fingerprint() {
        CRC32 crc = new CRC32();
        add(crc, jdk.version().toString());
        add(crc, String.join(" ", program.options()));
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

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
