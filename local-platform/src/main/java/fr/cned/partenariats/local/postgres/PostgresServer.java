package fr.cned.partenariats.local.postgres;

import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.archive.Versions;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
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
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * Runs PostgreSQL from the binaries of a Maven artifact, with fsync on. Each service has its own database. The owner of
 * the database migrates the schema; the service's user may only read and write rows.
 */
public final class PostgresServer implements Part {

    private static final String SUPERUSER = "postgres";
    private static final List<String> OPTIONS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=96MB",
            "max_connections=150",
            "shared_preload_libraries=pg_stat_statements",
            "pg_stat_statements.track_utility=off", // otherwise passwords of roles would be in its texts
            "timezone=UTC",
            "log_timezone=UTC");
    /** Greater than every process id that Linux and macOS give. */
    private static final String NO_PROCESS = "99999999";

    private static final String STANDBY = "standby.signal";
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final int ATTEMPTS_AFTER_A_CRASH = 5;

    private final Settings settings;
    private final ProcessLedger ledger;
    private final ManagedProcess process;

    /**
     * @param data the data directory, which the first start creates
     * @param password of the superuser
     * @param databases of the services; the start creates those that are missing
     */
    public record Settings(Path data, Path cache, Path log, int port, String password, List<Database> databases) {}

    /** The database of a service with the passwords of its owner and of its user. */
    public record Database(String name, String ownerPassword, String userPassword) {}

    public PostgresServer(Settings settings, ProcessLedger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        this.process = process("postgresql", this::startLine);
    }

    private ManagedProcess process(String name, Supplier<List<String>> line) {
        return new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        name,
                        line,
                        Map.of(),
                        settings.cache(),
                        settings.log(),
                        "INT",
                        "jdbc:postgresql://localhost:" + settings.port()));
    }

    /** A server with the same programs and superuser that is not started yet, such as a standby. */
    public PostgresServer another(Path data, Path log, int port, ProcessLedger ledger) {
        return new PostgresServer(
                new Settings(data, settings.cache(), log, port, settings.password(), List.of()), ledger);
    }

    @Override
    public void start() {
        Path unpacked = new UnpackedArchive(
                        settings.cache(), binaries().getFileName().toString(), damaged())
                .unpack(() -> new XZInputStream(archive(system(), machine())), folder -> {});
        if (!Files.exists(settings.data().resolve("PG_VERSION"))) {
            createData(unpacked);
        }
        startWithRetries();
        settings.databases().forEach(this::provide);
    }

    @Override
    public void restart() {
        process.stop(STOP);
        startWithRetries();
    }

    /** Retries after a crash: the children of the old server keep its shared memory for a moment. */
    private void startWithRetries() {
        Path lock = settings.data().resolve("postmaster.pid");
        int attempts = Files.exists(lock) ? ATTEMPTS_AFTER_A_CRASH : 1;
        PlatformFailure last = new PlatformFailure("PostgreSQL did not start");
        for (int attempt = 0; attempt < attempts; attempt++) {
            releaseLock(lock);
            try {
                process.start();
                Await.ready(process, this::acceptsWrites, Await.LONGEST_START);
                return;
            } catch (PlatformFailure failure) {
                last = failure;
                process.stop(STOP);
                Await.quietly(() -> false, Duration.ofSeconds(1));
            }
        }
        throw last;
    }

    /**
     * After a crash, the file in which PostgreSQL writes its process id stays. PostgreSQL refuses to start if another
     * program has that id now. No server of this platform runs here, so the id is replaced by one of no process. The file
     * keeps its other lines: PostgreSQL finds with them the shared memory that children of a killed server still use, and
     * waits for their end. A power failure leaves an empty file, which PostgreSQL would not accept.
     */
    static void releaseLock(Path lock) {
        try {
            if (Files.exists(lock)) {
                List<String> lines = new ArrayList<>(Files.readAllLines(lock));
                if (lines.size() < 2) {
                    Files.delete(lock);
                } else {
                    lines.set(0, NO_PROCESS);
                    Files.write(lock, lines);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        process.stop(STOP);
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    public String jdbcUrl(String database) {
        return jdbcUrl(settings.port(), database);
    }

    /** The address of the databases for psql as the superuser, without the name of one. */
    public String psqlUrl() {
        return "postgresql://%s:%s@localhost:%d/".formatted(SUPERUSER, settings.password(), settings.port());
    }

    public static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** The role that owns a service's database and runs its migrations. */
    public static String ownerOf(String database) {
        return database + "_owner";
    }

    /** Creates the owner, the user and the database of a service if they do not exist. */
    private void provide(Database settled) {
        String database = settled.name();
        String owner = ownerOf(database);
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            provideRole(connection, owner, settled.ownerPassword());
            provideRole(connection, database, settled.userPassword());
            if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                statement.execute("create database " + database + " owner " + owner);
            }
            statement.execute("revoke all on database " + database + " from public");
            statement.execute("grant connect on database " + database + " to " + database);
        } catch (SQLException e) {
            throw new PlatformFailure("The database " + database + " could not be created: " + e.getMessage(), e);
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

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** False during a recovery, in which the server answers but is read-only. A standby stays in it. */
    private boolean acceptsWrites() {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet recovery = statement.executeQuery("select pg_is_in_recovery()")) {
            recovery.next();
            return !recovery.getBoolean(1) || Files.exists(settings.data().resolve(STANDBY));
        } catch (SQLException e) {
            return false;
        }
    }

    private PGSimpleDataSource superuser() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {settings.port()});
        source.setDatabaseName("postgres");
        source.setUser(SUPERUSER);
        source.setPassword(settings.password());
        source.setConnectTimeout(2);
        source.setSocketTimeout(10);
        return source;
    }

    /** Creates the data under another name and renames it, so that an interrupted start leaves no incomplete data. */
    private void createData(Path unpacked) {
        Path data = settings.data();
        Path incomplete = data.resolveSibling(data.getFileName() + ".incomplete");
        UnpackedArchive.delete(incomplete);
        UnpackedArchive.delete(data);
        try {
            Files.createDirectories(incomplete.toAbsolutePath().getParent());
            Path passwordFile = Files.createTempFile("postgres", ".password");
            Files.writeString(passwordFile, settings.password());
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
            ManagedProcess initdb = process("postgresql-initdb", () -> line);
            boolean created = initdb.runToEnd(Await.LONGEST_START);
            Files.delete(passwordFile);
            if (!created) {
                throw new PlatformFailure("PostgreSQL could not create its data directory" + initdb.endOfLog());
            }
            Files.move(incomplete, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> startLine() {
        List<String> line = asOrdinaryUser(binaries().resolve("bin/postgres"));
        line.addAll(List.of("-D", settings.data().toString(), "-p", Integer.toString(settings.port())));
        OPTIONS.forEach(option -> line.addAll(List.of("-c", option)));
        return line;
    }

    /** PostgreSQL refuses to run as root: root starts it in a user namespace that maps root to another user. */
    private static List<String> asOrdinaryUser(Path program) {
        List<String> line = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(program.toString());
        return line;
    }

    private Path binaries() {
        return settings.cache()
                .resolve("postgresql-" + Versions.of("postgresql") + "-" + system().toLowerCase(Locale.ROOT) + "-"
                        + machine());
    }

    static InputStream archive(String system, String machine) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException missing) {
            throw new PlatformFailure(
                    "Maven has no PostgreSQL for %s on %s. Use Linux (glibc) or macOS, on x86_64 or aarch64."
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
