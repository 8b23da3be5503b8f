package fr.cned.partenariats.local.archive;

import fr.cned.partenariats.local.lifecycle.FileLease;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks an archive once into a shared folder. A file beside the folder holds the number and size of its files. A
 * folder without that file, or with other content, comes from an interrupted start and is unpacked again.
 */
public final class UnpackedArchive {

    private static final int OWNER_MAY_EXECUTE = 0100;

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
            if (!isComplete(folder)) {
                delete(folder);
                extract(archive, folder);
                preparation.prepare(folder);
                Files.writeString(contentFile(), content(folder));
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
        try {
            return !isComplete(cache.resolve(name));
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isComplete(Path folder) throws IOException {
        return Files.exists(contentFile())
                && Files.isDirectory(folder)
                && Files.readString(contentFile()).equals(content(folder));
    }

    private Path contentFile() {
        return cache.resolve(name + ".content");
    }

    private static String content(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return files.size() + " files, " + bytes + " bytes";
        }
    }

    private void extract(Source archive, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (InputStream in = archive.open();
                TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(in, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, folder);
            }
        } catch (IOException e) {
            delete(folder);
            throw new PlatformFailure(damaged, e);
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("The archive has an entry outside of its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0 && !file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " could not be made executable.");
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
