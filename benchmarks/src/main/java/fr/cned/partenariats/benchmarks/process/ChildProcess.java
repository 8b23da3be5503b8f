package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that a scenario has started. It ends when it is closed, at the latest with this JVM. The next run ends what a
 * killed run has left running.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final ProcessLedger LEDGER =
            new ProcessLedger(Layout.enclosingProject().resolve(".local/benchmarks/run"));
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "benchmarks-end"));
    }

    private final Process process;

    ChildProcess(Process process) {
        this.process = process;
        RUNNING.add(process);
    }

    /** Starts a program. Its output goes to the log. */
    public static ChildProcess start(Path folder, Path log, List<String> line, Map<String, String> environment) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            ChildProcess child = new ChildProcess(builder.start());
            LEDGER.record(child.name(), child.handle(), "TERM", "");
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the processes that a killed run has left running. */
    public static void endLeftovers() {
        LEDGER.endLeftovers(STOP);
    }

    private String name() {
        return "benchmark-" + process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until the program is ready. Fails with the name of its log. */
    public ChildProcess awaitReady(String name, Path log, BooleanSupplier ready) {
        if (!Await.quietly(() -> !process.isAlive() || ready.getAsBoolean(), READY) || !process.isAlive()) {
            close();
            throw new PlatformFailure("%s did not start; its log is %s.".formatted(name, log));
        }
        return this;
    }

    /** The exit code of the process. */
    public int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        } finally {
            RUNNING.remove(process);
        }
    }

    @Override
    public void close() {
        close(STOP);
    }

    /** Sends SIGTERM, and SIGKILL when the process does not end in time. */
    public void close(Duration grace) {
        process.destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(process);
        LEDGER.forget(name());
    }
}
