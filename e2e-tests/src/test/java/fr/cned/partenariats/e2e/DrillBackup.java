package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/**
 * A base backup of the running PostgreSQL with archived WAL, and its restore to a point in time. The statements and
 * settings are those of docs/operations.md.
 */
final class DrillBackup {

    private static final String SECTION = "Backup";
    private static final String DOCUMENTED_FOLDER = "/backup";
    private static final Duration RECOVERED = Duration.ofSeconds(60);

    private final PostgresServer server;
    private final Path data;
    private final Path folder;

    /**
     * @param data the data directory of the server
     * @param folder of the backup and of the archive
     */
    DrillBackup(PostgresServer server, Path data, Path folder) throws IOException {
        this.server = server;
        this.data = data;
        this.folder = folder;
        Files.createDirectories(folder.resolve("wal"));
    }

    /** Switches the archive on, which needs a restart of PostgreSQL. */
    void archive() throws SQLException {
        execute(server, sql(0));
        server.restart();
    }

    /** Runs statements as the superuser, each in its own transaction. */
    static void execute(PostgresServer server, String statements) throws SQLException {
        try (Connection connection = superuser(server);
                Statement statement = connection.createStatement()) {
            for (String sql : statements.split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    void take() throws SQLException, IOException {
        copyRunning(server, data, folder.resolve("base"));
    }

    /** Copies the data directory of a server while it runs. */
    static void copyRunning(PostgresServer server, Path data, Path copy) throws SQLException, IOException {
        String[] statements = DrillCommands.block(SECTION, "sql", 1).split(";\n", -1);
        try (Connection connection = superuser(server);
                Statement statement = connection.createStatement()) {
            statement.execute(statements[0]);
            copy(data, copy, Set.of("pg_wal", "postmaster.pid"));
            Files.createDirectories(copy.resolve("pg_wal/archive_status"));
            try (ResultSet stopped = statement.executeQuery(statements[1])) {
                assertThat(stopped.next()).isTrue();
                Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
            }
        }
    }

    /** The time of the server, as recovery_target_time needs it. */
    String now() throws SQLException {
        return text(server, "select clock_timestamp()");
    }

    /** Archives the WAL of the server, as a last archive before its disk is replaced. */
    void completeArchive() throws SQLException {
        try (Connection connection = superuser(server);
                Statement statement = connection.createStatement()) {
            String last = text(statement, "select pg_walfile_name(pg_current_wal_lsn())");
            statement.execute("select pg_switch_wal()");
            Path archived = folder.resolve("wal").resolve(last);
            await().atMost(RECOVERED).until(() -> Files.exists(archived));
        }
    }

    /** Replaces the data of the server by those of this time, and starts it as ./run does. */
    void restore(String time) throws IOException, InterruptedException {
        server.stop();
        String variables = "DATA='%s'%nTIME='%s'%n".formatted(data.toAbsolutePath(), time);
        new Shell(folder).run(variables + inFolder(DrillCommands.block(SECTION, "sh", 0)));
        server.start();
    }

    /** Switches the archive off. */
    void end() throws SQLException {
        execute(server, "alter system reset all");
        server.restart();
    }

    /** The answer to a query of one value. */
    static String text(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = superuser(server);
                Statement statement = connection.createStatement()) {
            return text(statement, sql);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private String sql(int block) {
        return inFolder(DrillCommands.block(SECTION, "sql", block));
    }

    private String inFolder(String commands) {
        return commands.replace(DOCUMENTED_FOLDER, folder.toAbsolutePath().toString());
    }

    private static Connection superuser(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl("postgres"), "postgres", Platform.get().superuserPassword());
    }

    /** A running server deletes files meanwhile: the copy needs none of them. */
    private static void copy(Path from, Path to, Set<String> omitted) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (omitted.contains(from.relativize(directory).toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.copy(directory, to.resolve(from.relativize(directory)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!omitted.contains(from.relativize(file).toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException deleted) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
