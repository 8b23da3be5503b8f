package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the memory of a process from /proc; 0 on systems without /proc. */
public final class ProcessMemory {

    private ProcessMemory() {}

    public static int ownMegabytes(ProcessHandle process) {
        return Math.toIntExact(kilobytes(process, "VmRSS:") / 1024);
    }

    /** Includes the private memory of the child processes. */
    public static int megabytes(ProcessHandle process) {
        long kilobytes = kilobytes(process, "VmRSS:")
                + process.descendants()
                        .mapToLong(child -> kilobytes(child, "RssAnon:"))
                        .sum();
        return Math.toIntExact(kilobytes / 1024);
    }

    private static long kilobytes(ProcessHandle process, String line) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
            return status.stream()
                    .filter(l -> l.startsWith(line))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // the process has ended
        }
    }
}
