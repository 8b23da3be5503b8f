package fr.cned.partenariats.local.archive;

import fr.cned.partenariats.local.process.FileLease;
import fr.cned.partenariats.local.process.PlatformFailure;
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
 * An archive unpacked once into a shared folder. Beside the folder lies a file that says how much is in
 * it; a folder without, or with another content, was left behind by an interrupted start: it is made again.
 */
public final class UnpackedArchive {

    private static final int OWNER_MAY_EXECUTE = 0100;

    private final Path cache;
    private final String name;
    private final String damaged;

    /**
     * @param cache the folder of all unpacked archives
     * @param damaged the sentence that reports the archive as unreadable and says what to do
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

    /** Finishes what was unpacked, before it counts as complete. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(Path unpacked) throws IOException;
    }

    public Path unpack(Source archive, Preparation preparation) {
        Path folder = cache.resolve(name);
        FileLease turn = FileLease.take(cache.resolve(name + ".lock"));
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
            turn.close();
        }
    }

    /** Whether a start would have to unpack first. */
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
            throw new IOException("entry outside of the archive: " + entry.getName());
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
            throw new IOException(file + " could not be made executable");
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
