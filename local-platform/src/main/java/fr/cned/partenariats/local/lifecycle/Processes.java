package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Sends signals to processes and stops them, also those that another JVM has started. */
final class Processes {

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private Processes() {}

    /** False for a zombie, which has ended but not been reaped by its parent. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    static void askToEnd(ProcessHandle process, String signal) {
        send(signal, process.pid());
        send("CONT", process.pid()); // a frozen process would not handle the first signal
    }

    /** Sends the signal, and SIGKILL when the process does not end in time. */
    static void end(ProcessHandle process, String signal, Duration grace) {
        askToEnd(process, signal);
        if (!Await.quietly(() -> !runs(process), grace)) {
            process.destroyForcibly();
            Await.quietly(() -> !runs(process), AFTER_KILL);
        }
    }

    /** Uses the kill of the shell: the process API of Java cannot send signals, and some systems have no kill program. */
    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new PlatformFailure("Signal " + signal + " could not be sent to process " + pid + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("State:\tZ");
        } catch (IOException e) {
            return false; // the process has ended, or the system has no /proc
        }
    }
}
