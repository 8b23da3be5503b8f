package fr.cned.partenariats.local.process;

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
 * One process of the platform, which can be started again and again with the same command. It runs in a
 * session of its own, so that Ctrl-C reaches the launcher only and the parts end in their order.
 */
public final class ManagedProcess {

    /**
     * @param line the program and its arguments, asked for at each start
     * @param stopSignal how the process is asked to end
     * @param address what status shows as its address
     */
    public record Command(
            String name,
            Supplier<List<String>> line,
            Map<String, String> environment,
            Path directory,
            Path log,
            String stopSignal,
            String address) {}

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
            List<String> line = new ArrayList<>(Programs.ownSession());
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

    /** How the process ended; empty while it runs or when it was never started. */
    public synchronized OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Runs it to its end and says whether it succeeded; ends it when it takes longer or the thread is interrupted. */
    public boolean runToEnd(Duration atMost) {
        start();
        boolean ended = Await.quietly(() -> !isAlive(), atMost);
        if (!ended) {
            kill();
        }
        ledger.forget(name());
        return ended && exitCode().orElse(1) == 0;
    }

    /** As kill -9 does, and waits until it is gone. */
    public void kill() {
        Process victim = running();
        victim.destroyForcibly();
        awaitNoticed(victim);
    }

    /** Until this JVM knows that its child has ended, a moment after it did. */
    private static void awaitNoticed(Process ended) {
        ended.onExit().completeOnTimeout(ended, 10, TimeUnit.SECONDS).join();
    }

    /** Stops the process and its children where they are, as SIGSTOP does. */
    public void freeze() {
        signalAll("STOP");
    }

    public void resume() {
        signalAll("CONT");
    }

    /** Asks the process to end, and ends it when it did not in time. */
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
            awaitNoticed(ending);
        }
        ledger.forget(name());
    }

    /** Resident memory of the process and what its children have for themselves, in megabytes. */
    public int memoryMegabytes() {
        return ProcessMemory.megabytes(running().toHandle());
    }

    /** The end of the log, as the second half of a sentence about a failure. */
    public String whatItSaid() {
        try {
            return "; the end of " + log() + ":\n  " + LogTail.of(log());
        } catch (IOException e) {
            return "; it left no log in " + log();
        }
    }

    private void signalAll(String signal) {
        ProcessHandle handle = running().toHandle();
        Signals.send(signal, handle.pid());
        handle.descendants().forEach(child -> Signals.send(signal, child.pid()));
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return process;
    }
}
