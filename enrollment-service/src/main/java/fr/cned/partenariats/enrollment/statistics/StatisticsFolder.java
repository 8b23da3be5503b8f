package fr.cned.partenariats.enrollment.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The folder of the files of statistics. Instances may share it: DuckDB locks the file that a process has open. */
@ApplicationScoped
class StatisticsFolder {

    private static final String SUFFIX = ".duckdb";
    private static final Logger LOG = Logger.getLogger(StatisticsFolder.class);

    private final Path folder;
    private final Properties limits = new Properties();

    StatisticsFolder(
            @ConfigProperty(name = "enrollment.statistics.folder") Path folder,
            @ConfigProperty(name = "enrollment.statistics.memory") String memory,
            @ConfigProperty(name = "enrollment.statistics.threads") int threads) {
        this.folder = folder;
        limits.setProperty("memory_limit", memory);
        limits.setProperty("threads", Integer.toString(threads));
    }

    /** A complete file that no other instance uses. Deletes those that nobody can use. */
    Optional<StatisticsFile> open() {
        for (Path path : files(SUFFIX)) {
            Optional<StatisticsFile> file = open(path);
            if (file.isPresent()) {
                deleteCopyOfLibrary();
                return file;
            }
        }
        return Optional.empty();
    }

    private Optional<StatisticsFile> open(Path path) {
        try {
            Optional<StatisticsFile> file = StatisticsFile.open(path, limits);
            if (file.isEmpty()) {
                delete(path);
            }
            return file;
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("Could not set lock")) {
                LOG.warnf("%s is damaged: %s", path, e.getMessage());
                delete(path);
            }
            return Optional.empty();
        }
    }

    StatisticsFile create() throws SQLException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
        StatisticsFile file = StatisticsFile.create(folder.resolve(UUID.randomUUID() + SUFFIX), limits);
        deleteCopyOfLibrary();
        return file;
    }

    /** With the files that DuckDB writes beside it. */
    void delete(Path file) {
        try {
            for (Path each : files("")) {
                if (each.getFileName().toString().startsWith(file.getFileName().toString())) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files(String suffix) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * DuckDB copies its library to the folder for temporary files, and deletes it at the end of the process. A kill would
     * leave 70 MB. Linux keeps a loaded library without its file.
     */
    private static void deleteCopyOfLibrary() {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            return;
        }
        try (Stream<String> lines = Files.lines(maps)) {
            for (String line :
                    lines.filter(each -> each.contains("/libduckdb_java")).toList()) {
                Files.deleteIfExists(Path.of(line.substring(line.indexOf('/'))));
            }
        } catch (IOException e) {
            LOG.debugf("the copy of the library stays until the end of the process: %s", e.getMessage());
        }
    }
}
