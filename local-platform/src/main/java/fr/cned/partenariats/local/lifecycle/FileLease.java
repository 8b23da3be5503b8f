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

/** An exclusive lock on a file. The operating system releases it when its process ends, also after kill -9. */
public final class FileLease implements AutoCloseable {

    private final FileChannel channel;

    private FileLease(FileChannel channel) {
        this.channel = channel;
    }

    /** @return empty when another process or thread holds the lock */
    public static Optional<FileLease> tryTake(Path file) {
        return open(file, true);
    }

    /** Waits for the lock. */
    public static FileLease take(Path file) {
        return open(file, false).orElseThrow();
    }

    private static Optional<FileLease> open(Path file, boolean giveUp) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (giveUp && !isFree(channel)) {
                channel.close();
                return Optional.empty();
            }
            if (!giveUp) {
                awaitTurn(channel);
            }
            return Optional.of(new FileLease(channel));
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

    private static void awaitTurn(FileChannel channel) throws IOException {
        while (!isFree(channel)) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlatformFailure("The start was interrupted while it waited for another start.", e);
            }
        }
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
