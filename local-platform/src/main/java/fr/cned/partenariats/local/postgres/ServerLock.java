package fr.cned.partenariats.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in which PostgreSQL writes its process id. After a crash it stays. PostgreSQL replaces it at its start, unless
 * another program has that process id now: then it refuses to start.
 */
final class ServerLock {

    static final String FILE = "postmaster.pid";

    /** Greater than every process id that Linux and macOS give. */
    static final String NO_PROCESS = "99999999";

    private static final String PROGRAM = "postgres";

    private ServerLock() {}

    /**
     * Replaces the process id if another program has it. The file keeps its other lines: PostgreSQL finds with them the
     * shared memory that children of a killed server still use, and waits for their end. A file without a process id, as a
     * power failure leaves it, is deleted.
     */
    static void release(Path file) {
        try {
            if (!Files.exists(file)) {
                return;
            }
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            String pid = lines.isEmpty() ? "" : lines.get(0).strip();
            if (!pid.matches("[0-9]{1,18}")) {
                Files.delete(file);
            } else if (isAnotherProgram(Long.parseLong(pid))) {
                lines.set(0, NO_PROCESS);
                Files.write(file, lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process whose program is unknown may be PostgreSQL. PostgreSQL itself decides then. */
    private static boolean isAnotherProgram(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .map(command -> !Path.of(command).endsWith(PROGRAM))
                .orElse(false);
    }
}
