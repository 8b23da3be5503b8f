package fr.cned.partenariats.local.archive;

import fr.cned.partenariats.local.lifecycle.FileLease;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Unpacks an archive once into a shared folder, which appears in one step when it is complete. */
public final class UnpackedArchive {

    private final Path cache;
    private final String name;
    private final String damaged;

    /**
     * @param cache the folder of all unpacked archives
     * @param damaged the message for an unreadable archive, which says what to do
     */
    public UnpackedArchive(Path cache, String name, String damaged) {
        this.cache = cache;
        this.name = name;
        this.damaged = damaged;
    }

    /** Opens the archive as an uncompressed tar stream. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Prepares the unpacked folder before it counts as complete. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(Path unpacked) throws IOException;
    }

    public Path unpack(Source archive, Preparation preparation) {
        Path folder = cache.resolve(name);
        FileLease lock = FileLease.take(cache.resolve(name + ".lock"));
        try {
            if (isMissing()) {
                Path incomplete = cache.resolve(name + ".incomplete");
                delete(incomplete);
                extract(archive, incomplete);
                preparation.prepare(incomplete);
                Files.move(incomplete, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.close();
        }
    }

    /** Whether the next start has to unpack. */
    public boolean isMissing() {
        return !Files.isDirectory(cache.resolve(name));
    }

    /** The program tar keeps modes and links, and writes nothing outside of the folder. */
    private void extract(Source archive, Path folder) throws IOException {
        Files.createDirectories(folder);
        Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream in = archive.open();
                OutputStream out = tar.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            tar.destroy();
            throw new PlatformFailure(damaged, e);
        }
        if (tar.onExit().join().exitValue() != 0) {
            throw new PlatformFailure(damaged);
        }
    }

    public static void delete(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
