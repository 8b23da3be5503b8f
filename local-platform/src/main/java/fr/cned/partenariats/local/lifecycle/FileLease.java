package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** An exclusive lock on a file. The operating system releases it when its process ends, also after kill -9. */
public final class FileLease implements AutoCloseable {

    private final FileChannel channel;

    private FileLease(FileChannel channel) {
        this.channel = channel;
    }

    /** @return empty when another process or thread holds the lock */
    public static Optional<FileLease> tryTake(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(channel)) {
                return Optional.of(new FileLease(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this JVM holds the lock
        }
    }

    /** Waits for the lock. */
    public static FileLease take(Path file) {
        AtomicReference<FileLease> lease = new AtomicReference<>();
        Await.quietly(
                () -> {
                    tryTake(file).ifPresent(lease::set);
                    return lease.get() != null;
                },
                Await.LONGEST_START);
        return Optional.ofNullable(lease.get())
                .orElseThrow(() -> new PlatformFailure("The start ended while it waited for another start."));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
