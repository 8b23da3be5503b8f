package fr.cned.partenariats.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Looks at and ends processes, those included that another JVM has started. */
final class Processes {

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private Processes() {}

    /** False also for one that ended and still waits for its parent to notice. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    static void askToEnd(ProcessHandle process, String signal) {
        Signals.send(signal, process.pid());
        Signals.send("CONT", process.pid()); // a frozen process would not notice
    }

    /** Asks it to end, and ends it when it did not in time. */
    static void end(ProcessHandle process, String signal, Duration grace) {
        askToEnd(process, signal);
        if (!Await.quietly(() -> !runs(process), grace)) {
            process.destroyForcibly();
            Await.quietly(() -> !runs(process), AFTER_KILL);
        }
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("State:\tZ");
        } catch (IOException e) {
            return false; // gone, or a system without /proc
        }
    }
}
