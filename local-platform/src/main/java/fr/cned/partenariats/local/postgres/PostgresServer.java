package fr.cned.partenariats.local.postgres;

import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.archive.Versions;
import fr.cned.partenariats.local.process.Await;
import fr.cned.partenariats.local.process.ManagedProcess;
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.ProcessLedger;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL from the binaries that Maven brings. Its data stay in one directory and are written
 * through to the disk, as in production. Each service has its own database. The database's owner migrates the schema;
 * the service's user may only read and write rows.
 */
public final class PostgresServer implements Part {

    private static final String SUPERUSER = "postgres";
    private static final Duration READY = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Path data;
    private final Path cache;
    private final Path log;
    private final int port;
    private final String password;
    private final ManagedProcess process;

    /**
     * @param data the data directory; made on the first start
     * @param password of the superuser
     */
    public PostgresServer(Path data, Path cache, Path log, int port, String password, ProcessLedger ledger) {
        this.data = data;
        this.cache = cache;
        this.log = log;
        this.port = port;
        this.password = password;
        this.process = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        "postgresql",
                        this::startLine,
                        Map.of(),
                        cache,
                        log,
                        "INT",
                        "jdbc:postgresql://localhost:" + port));
    }

    @Override
    public void start() {
        Path unpacked = new UnpackedArchive(cache, binaries().getFileName().toString(), damaged())
                .unpack(() -> new XZInputStream(archive(system(), machine())), folder -> {});
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            createData(unpacked);
        }
        process.start();
        Await.ready(process, this::answers, READY);
    }

    /** After a kill, the children of the old server may hold its memory for a moment longer. */
    @Override
    public void restart() {
        process.stop(STOP);
        PlatformFailure last = new PlatformFailure("PostgreSQL did not start again");
        for (int attempt = 0; attempt < 5; attempt++) {
            try {
                process.start();
                Await.ready(process, this::answers, READY);
                return;
            } catch (PlatformFailure failure) {
                last = failure;
                process.stop(STOP);
                Await.quietly(() -> false, Duration.ofSeconds(1));
            }
        }
        throw last;
    }

    @Override
    public void stop() {
        process.stop(STOP);
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** The owner of a service's database, whom its migrations run as. */
    public static String ownerOf(String database) {
        return database + "_owner";
    }

    /**
     * Creates the owner, the user and the database of a service where they do not exist yet. A database that its user
     * owns, as earlier versions created it, is handed over to the owner.
     */
    public void provide(String database, String ownerPassword, String userPassword) {
        String owner = ownerOf(database);
        try (Connection connection = superuser("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            provideRole(connection, owner, ownerPassword);
            provideRole(connection, database, userPassword);
            if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                statement.execute("create database " + database + " owner " + owner);
            } else if (exists(
                    connection,
                    "select 1 from pg_database where datname = ? and pg_get_userbyid(datdba) = datname",
                    database)) {
                handOver(database, owner);
            }
            statement.execute("revoke all on database " + database + " from public");
            statement.execute("grant connect on database " + database + " to " + database);
        } catch (SQLException e) {
            throw new PlatformFailure("The database " + database + " could not be made: " + e.getMessage(), e);
        }
    }

    private static void provideRole(Connection connection, String role, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
                statement.execute("create role " + role + " login");
            }
            statement.execute("alter role " + role + " password '" + password + "'");
        }
    }

    /** Everything in the database, and the database itself. */
    private void handOver(String database, String owner) throws SQLException {
        try (Connection connection = superuser(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("reassign owned by " + database + " to " + owner);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private boolean answers() {
        try (Connection connection = superuser("postgres").getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private PGSimpleDataSource superuser(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(SUPERUSER);
        source.setPassword(password);
        source.setConnectTimeout(2);
        source.setSocketTimeout(10);
        return source;
    }

    /** Made beside its place and then renamed, so that an interrupted start leaves no half-made data. */
    private void createData(Path unpacked) {
        Path incomplete = data.resolveSibling(data.getFileName() + ".incomplete");
        UnpackedArchive.delete(incomplete);
        UnpackedArchive.delete(data);
        try {
            Files.createDirectories(incomplete.toAbsolutePath().getParent());
            Files.createDirectories(log.toAbsolutePath().getParent());
            Path passwordFile = Files.createTempFile("postgres", ".password");
            Files.writeString(passwordFile, password);
            List<String> line = asOrdinaryUser(unpacked.resolve("bin/initdb"));
            line.addAll(List.of(
                    "--pgdata=" + incomplete,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF-8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C.UTF-8"));
            Process initdb = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            int exit = initdb.waitFor();
            Files.delete(passwordFile);
            if (exit != 0) {
                throw new PlatformFailure("PostgreSQL could not make its data directory" + process.whatItSaid());
            }
            Files.move(incomplete, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("interrupted while PostgreSQL made its data directory", e);
        }
    }

    private List<String> startLine() {
        List<String> line = asOrdinaryUser(binaries().resolve("bin/postgres"));
        line.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        Map.of(
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "shared_buffers", "96MB",
                        "max_connections", "150",
                        "timezone", "UTC",
                        "log_timezone", "UTC")
                .forEach((setting, value) -> line.addAll(List.of("-c", setting + "=" + value)));
        return line;
    }

    /** PostgreSQL refuses to run as root: as root it gets a user namespace in which it is somebody else. */
    private static List<String> asOrdinaryUser(Path program) {
        List<String> line = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(program.toString());
        return line;
    }

    private Path binaries() {
        return cache.resolve(
                "postgresql-" + Versions.of("postgresql") + "-" + system().toLowerCase(Locale.ROOT) + "-" + machine());
    }

    static InputStream archive(String system, String machine) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException missing) {
            throw new PlatformFailure(
                    "Maven has no PostgreSQL for %s on %s: it runs on Linux (glibc) and macOS, on x86_64 and aarch64."
                            .formatted(system, machine),
                    missing);
        }
    }

    private static String damaged() {
        return "Maven's copy of the PostgreSQL binaries is damaged: delete the folder io/zonky in Maven's local repository"
                + " (usually ~/.m2/repository) and start again.";
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    }

    private static String machine() {
        String machine = System.getProperty("os.arch");
        return machine.equals("amd64") ? "x86_64" : machine;
    }
}
