package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.kafka.KafkaBroker;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.lifecycle.Startup;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.wiring.Memory;
import fr.cned.partenariats.local.wiring.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs PostgreSQL and Kafka as ./run does. */
class RealPartsIT {

    private static final List<PostgresServer.Database> DATABASES = Stream.of("partner", "catalog", "enrollment")
            .map(name -> new PostgresServer.Database(name, "owner-password", name + "-password"))
            .toList();
    private static final Path CACHE = Path.of("target/cache").toAbsolutePath();

    @TempDir
    static Path directory;

    private static ProcessLedger ledger;
    private static PostgresServer.Settings postgresSettings;
    private static KafkaBroker.Settings kafkaSettings;
    private static PostgresServer postgres;
    private static KafkaBroker kafka;

    @BeforeAll
    static void start() {
        ledger = new ProcessLedger(directory.resolve("run"));
        Ports ports = Ports.random();
        postgresSettings = new PostgresServer.Settings(
                directory.resolve("postgresql"),
                CACHE,
                directory.resolve("postgresql.log"),
                ports.of(Ports.Port.POSTGRESQL),
                "superuser-password",
                DATABASES);
        kafkaSettings = new KafkaBroker.Settings(
                directory.resolve("kafka"),
                directory.resolve("kafka.log"),
                ports.of(Ports.Port.KAFKA),
                ports.of(Ports.Port.KAFKA_CONTROLLER),
                Memory.standard().kafkaMegabytes(),
                "admin-password",
                List.of());
        postgres = new PostgresServer(postgresSettings, ledger);
        kafka = broker();
        new Startup(Progress.silent()).run(() -> {}, plan -> {
            plan.step("database", postgres::start, postgres.process()::lastLine);
            plan.step("broker", kafka::start, kafka.process()::lastLine);
        });
    }

    @AfterAll
    static void stop() {
        Startup.together(List.of(postgres::stop, kafka::stop));
    }

    @Test
    void theOwnerMayCreateTheExtensionsForSearch() throws SQLException {
        try (Connection connection = connect("partner", "partner_owner", "owner-password");
                Statement statement = connection.createStatement()) {
            statement.execute("create extension unaccent");
            statement.execute("create extension pg_trgm");
            try (ResultSet rows = statement.executeQuery("select lower(unaccent('ÉLÈVE')), lower('ÉLÈVE')")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("eleve");
                assertThat(rows.getString(2)).isEqualTo("élève");
            }
        }
    }

    @Test
    void aServiceCannotConnectToTheDatabaseOfAnother() {
        assertThatThrownBy(() -> connect("catalog", "partner", "partner-password"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for database");
        assertThatThrownBy(() -> connect("partner", "partner", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create table mine (id int)", "create schema mine", "create temporary table mine (id int)"})
    void aServiceCannotCreateObjectsInItsDatabase(String sql) throws SQLException {
        try (Connection connection = connect("partner", "partner", "partner-password");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
        }
    }

    @Test
    void committedRowsSurviveAKill() throws SQLException {
        try (Connection connection = connect("catalog", "catalog_owner", "owner-password");
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (id int)");
            statement.execute("insert into kept values (42)");
        }

        killAndRestart(postgres);

        try (Connection connection = connect("catalog", "catalog_owner", "owner-password");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from kept")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    /** During a recovery from an archive, the server answers but refuses to alter roles. */
    @Test
    void theStartWaitsForTheEndOfARecovery() throws Exception {
        PostgresServer restored = new PostgresServer(
                new PostgresServer.Settings(
                        directory.resolve("restored"),
                        CACHE,
                        directory.resolve("restored.log"),
                        Ports.random().of(Ports.Port.POSTGRESQL),
                        "superuser-password",
                        DATABASES),
                new ProcessLedger(directory.resolve("restored-run")));
        restored.start();
        restored.stop();
        Files.createFile(directory.resolve("restored/recovery.signal"));
        Files.writeString(directory.resolve("restored/postgresql.auto.conf"), "restore_command = 'sleep 2; false'\n");
        try {
            restored.start();

            try (Connection superuser =
                            DriverManager.getConnection(restored.jdbcUrl("partner"), "postgres", "superuser-password");
                    Statement statement = superuser.createStatement()) {
                statement.execute("create table after_the_recovery (id int)");
            }
        } finally {
            restored.stop();
        }
    }

    @Test
    void theDatabaseStartsAfterACrashAlthoughAnotherProgramHasItsProcessId() throws Exception {
        postgres.process().kill();
        Path lock = postgresSettings.data().resolve("postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(lock));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(lock, lines);

        postgres.start();

        assertThat(postgres.process().isAlive()).isTrue();
        connect("partner", "partner", "partner-password").close();
    }

    private static KafkaBroker broker() {
        return new KafkaBroker(
                kafkaSettings,
                new AotCaches(Path.of("target/cache/aot"), Jdk.choose(Optional.empty()), Profile.SMALL, false, ledger),
                ledger);
    }

    @Test
    void topicsSurviveAKillAndNoneIsCreatedAutomatically() throws Exception {
        try (Admin admin = kafka.administration()) {
            admin.createTopics(Set.of(new NewTopic("kept", 3, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }

        killAndRestart(kafka);

        try (Admin admin = kafka.administration()) {
            assertThat(admin.listTopics().names().get(60, TimeUnit.SECONDS)).containsExactly("kept");
        }
    }

    private static void killAndRestart(Part part) {
        long before = part.process().pid();
        part.process().kill();
        assertThat(part.process().isAlive()).isFalse();
        part.restart();
        assertThat(part.process().pid()).isNotEqualTo(before);
    }

    private static Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), user, password);
    }
}
