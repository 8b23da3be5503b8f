package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A synchronous standby of the running PostgreSQL, and its promotion. The statements and settings are those of
 * docs/operations.md.
 */
final class DrillStandby {

    private static final String SECTION = "Failover";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final PostgresServer primary;
    private final Path primaryData;
    private final int primaryPort;
    private final Path data;
    private final PostgresServer standby;

    /** @param folder of the standby's data and log */
    DrillStandby(PostgresServer primary, Path primaryData, Path folder) throws IOException {
        this.primary = primary;
        this.primaryData = primaryData;
        this.primaryPort = portOf(primary);
        this.data = folder.resolve("data");
        Files.createDirectories(data.getParent());
        this.standby = primary.another(
                data,
                folder.resolve("standby.log"),
                Ports.random().of(Ports.Port.POSTGRESQL),
                new ProcessLedger(folder.resolve("run")));
    }

    /** Copies the primary and lets the copy follow it. From then on a commit waits until the standby has it on disk. */
    void start() throws SQLException, IOException {
        DrillBackup.execute(primary, DrillCommands.block(SECTION, "sql", 0));
        DrillBackup.copyRunning(primary, primaryData, data);
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                DrillCommands.block(SECTION, "ini", 0)
                        .replace("host=primary port=5432", "host=127.0.0.1 port=" + primaryPort)
                        .replace("password=…", "password=" + Platform.get().superuserPassword()),
                StandardOpenOption.APPEND);
        standby.start();
        DrillBackup.execute(primary, DrillCommands.block(SECTION, "sql", 1));
        await().atMost(SOON)
                .until(() -> DrillBackup.text(
                                primary, "select count(*) from pg_stat_replication where sync_state = 'sync'")
                        .equals("1"));
    }

    /** Kills the primary, promotes the standby and gives it the primary's address. */
    void failOver() throws SQLException, IOException {
        primary.process().kill();
        DrillBackup.execute(standby, DrillCommands.block(SECTION, "sql", 2));
        await().atMost(SOON)
                .until(() ->
                        DrillBackup.text(standby, "select pg_is_in_recovery()").equals("f"));
        standby.stop();
        primary.stop();
        UnpackedArchive.delete(primaryData);
        Files.move(data, primaryData);
        primary.restart();
    }

    /** Ends what a failed drill has left: a primary that waits for a standby. */
    void end() throws SQLException {
        standby.stop();
        DrillBackup.execute(primary, "alter system reset all;\nselect pg_reload_conf();\n");
    }

    private static int portOf(PostgresServer server) {
        return Integer.parseInt(server.jdbcUrl("postgres").replaceFirst(".*:(\\d+)/.*", "$1"));
    }
}
