package fr.cned.partenariats.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One owner at a time for what a file stands for. The system frees it when its owner ends, however it ends. */
public final class FileLease implements AutoCloseable {

    private final FileChannel channel;

    private FileLease(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty when another owns it. */
    public static Optional<FileLease> tryTake(Path file) {
        return open(file, true);
    }

    /** Waits for its turn. */
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
            return false; // held by this same JVM
        }
    }

    private static void awaitTurn(FileChannel channel) throws IOException {
        while (!isFree(channel)) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlatformFailure("interrupted while another start was preparing the same", e);
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
