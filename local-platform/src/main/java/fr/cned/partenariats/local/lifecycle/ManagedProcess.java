package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of the platform, which can be started repeatedly with the same command. It runs in its own session, so
 * that Ctrl-C reaches only the launcher and the parts stop in their order.
 */
public final class ManagedProcess {

    /**
     * @param line the program and its arguments, evaluated at each start
     * @param stopSignal the signal that stops the process in order
     * @param address the address that ./run status shows
     */
    public record Command(
            String name,
            Supplier<List<String>> line,
            Map<String, String> environment,
            Path directory,
            Path log,
            String stopSignal,
            String address) {}

    /**
     * The command prefix for files of mode 600, folders of mode 700, and an own session where the system has setsid. It
     * keeps the process id.
     */
    private static final List<String> PREFIX =
            List.of("sh", "-c", "umask 077; command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"", "sh");

    private final ProcessLedger ledger;
    private final Command command;
    private @Nullable Process process;

    public ManagedProcess(ProcessLedger ledger, Command command) {
        this.ledger = ledger;
        this.command = command;
    }

    public synchronized void start() {
        if (isAlive()) {
            throw new IllegalStateException(command.name() + " runs already");
        }
        try {
            Files.createDirectories(command.directory());
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            List<String> line = new ArrayList<>(PREFIX);
            line.addAll(command.line().get());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()));
            builder.environment().putAll(command.environment());
            process = ledger.start(builder, name(), command.stopSignal(), command.address());
        } catch (IOException e) {
            throw new PlatformFailure(name() + " could not be started: " + e.getMessage(), e);
        }
    }

    public String name() {
        return command.name();
    }

    public Path log() {
        return command.log();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    public synchronized long pid() {
        return running().pid();
    }

    /** Empty while the process runs. */
    public synchronized OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Runs the process to its end and returns whether it exited with 0. Kills it after a timeout or an interrupt. */
    public boolean runToEnd(Duration atMost) {
        start();
        boolean ended = Await.quietly(() -> !isAlive(), atMost);
        if (!ended) {
            kill();
        }
        ledger.forget(name());
        return ended && exitCode().orElse(1) == 0;
    }

    /** Sends SIGKILL and waits for the end of the process. */
    public void kill() {
        Process killed = running();
        killed.destroyForcibly();
        awaitExit(killed);
    }

    /** This JVM learns of the end of its child process a moment after it. */
    private static void awaitExit(Process ended) {
        ended.onExit().completeOnTimeout(ended, 10, TimeUnit.SECONDS).join();
    }

    /** Sends SIGSTOP to the process and its children. */
    public void freeze() {
        signalAll("STOP");
    }

    public void resume() {
        signalAll("CONT");
    }

    /** Sends the stop signal, and SIGKILL when the process does not end in time. */
    public void stop(Duration grace) {
        Process ending;
        synchronized (this) {
            if (process == null) {
                return;
            }
            ending = process;
        }
        if (ending.isAlive()) {
            Processes.end(ending.toHandle(), command.stopSignal(), grace);
            awaitExit(ending);
        }
        ledger.forget(name());
    }

    /** The last line of the log, for people. */
    public String lastLine() {
        try {
            return LogTail.of(log(), 1);
        } catch (IOException e) {
            return "";
        }
    }

    /** The end of the log, as the second half of a sentence about a failure. */
    public String endOfLog() {
        try {
            return "; the end of " + log() + ":\n  " + LogTail.of(log(), 12);
        } catch (IOException e) {
            return "; it left no log in " + log();
        }
    }

    private void signalAll(String signal) {
        Process target = running();
        Processes.send(signal, target.pid());
        target.descendants().forEach(child -> Processes.send(signal, child.pid()));
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return process;
    }
}
