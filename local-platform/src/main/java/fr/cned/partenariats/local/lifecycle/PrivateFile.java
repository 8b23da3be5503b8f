package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Writes files that only their owner may read (mode 600). */
public final class PrivateFile {

    private PrivateFile() {}

    /** Replaces the file in one step, so that a reader never sees half of it. */
    public static void write(Path file, List<String> lines) {
        try {
            Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
            Path complete = Files.createTempFile(
                    directory,
                    file.getFileName().toString(),
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(complete, lines);
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
