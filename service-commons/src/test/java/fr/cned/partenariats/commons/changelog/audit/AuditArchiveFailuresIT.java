package fr.cned.partenariats.commons.changelog.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.parking.Db;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes during the archiving of the audit trail, tampered rows and files, and what the service may not do. */
@QuarkusTest
@TestProfile(ArchivedTrail.OwnDatabase.class)
class AuditArchiveFailuresIT extends ArchivedTrail {

    @Test
    void aRowTamperedAfterAnArchiveIsFound() throws SQLException {
        write(2);
        close();
        archive(folder).run();
        write(3);
        long victim = Db.number("select min(id) from change_log") + 1;

        tamper("update change_log set client = 'somebody' where id = " + victim, () -> {
            assertThat(Db.number("select broken_entry from audit_verify()")).isEqualTo(victim);
            assertThat(Db.number("select broken_position from audit_verify()")).isEqualTo(head() + 2);
        });
        tamper(
                "delete from audit_seal where entry_id = " + (victim - 1),
                () -> assertThat(Db.number("select broken_position from audit_verify()"))
                        .isEqualTo(head() + 2));
        assertWhole();
    }

    @Test
    void aTamperedPartitionIsNotArchived() throws SQLException, IOException {
        write(3);
        close();
        long victim = Db.number("select min(id) from change_log") + 1;

        for (String change : List.of(
                "update change_log set client = 'somebody' where id = " + victim,
                "delete from change_log where id = " + victim,
                "delete from audit_seal where entry_id = " + victim,
                "delete from audit_seal where entry_id = " + (victim + 1))) {
            tamper(change, () -> {
                assertThatThrownBy(() -> archive(folder).run()).isInstanceOf(RuntimeException.class);
                assertThat(closed()).as(change).isEqualTo(1);
            });
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        archive(folder).run();
        assertThat(closed()).isZero();
        AuditArchiveFile.verify(onlyFile());
    }

    @Test
    void aCrashBetweenFileAndRecordArchivesOnce() throws IOException {
        write(5);
        close();
        String function = "audit_record_archive(integer, text, text, bigint, bigint, bytea)";
        OwnerDatabase.execute("revoke execute on function " + function + " from service");
        try {
            assertThatThrownBy(() -> archive(folder).run()).hasMessageContaining("permission denied");
        } finally {
            OwnerDatabase.execute("grant execute on function " + function + " to service");
        }
        assertThat(closed()).isEqualTo(1);
        Files.setLastModifiedTime(onlyFile(), LONG_AGO);

        archive(folder).run();

        assertThat(Files.getLastModifiedTime(onlyFile())).isEqualTo(LONG_AGO);
        assertThat(closed()).isZero();
        assertWhole();
    }

    @Test
    void aPartitionIsDroppedLaterWhileAReaderHasIt() throws SQLException, IOException {
        write(5);
        close();
        try (Connection reader = OwnerDatabase.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from change_log");
            archive(folder).run();
            assertThat(closed()).isEqualTo(1);
            reader.rollback();
        }
        Files.setLastModifiedTime(onlyFile(), LONG_AGO);
        assertWhole();

        archive(folder).run();

        assertThat(Files.getLastModifiedTime(onlyFile())).isEqualTo(LONG_AGO);
        assertThat(closed()).isZero();
    }

    @Test
    void aFileThatIsLostBeforeTheDropIsWrittenAgain() throws SQLException, IOException {
        write(5);
        close();
        try (Connection reader = OwnerDatabase.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from change_log");
            archive(folder).run();
            reader.rollback();
        }
        Files.move(
                onlyFile(), folder.resolve(onlyFile().getFileName() + ".part")); // as a crash while writing leaves it

        archive(folder).run();

        assertThat(AuditArchiveFile.verify(onlyFile()).entries()).isEqualTo(5);
        assertThat(closed()).isZero();
    }

    @Test
    void aForeignFileOfTheSameNameIsNeitherUsedNorReplaced() throws IOException {
        write(5);
        close();
        long head = head();
        Path file = folder.resolve("audit-parking-%012d-%012d.jsonl.gz".formatted(head + 1, head + 5));
        Files.writeString(file, "something else");

        assertThatThrownBy(() -> archive(folder).run()).isInstanceOf(UncheckedIOException.class);

        assertThat(file).hasContent("something else");
        assertThat(closed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table change_log",
                "alter table change_log disable trigger user",
                "delete from change_log",
                "update audit_partition set dropped_at = now()",
                "insert into audit_partition (number) values (-1)",
                "delete from audit_partition",
                "select audit_add_partition(77)",
                "select setval('change_log_id', 1)"
            })
    void theServiceCannotDropOrRewind(String statement) {
        assertThatThrownBy(() -> Db.run(statement)).hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @Test
    void theServiceCannotTouchAPartitionOrDropOneThatIsNotArchived() {
        write(5);
        close();
        long number = Db.number("select max(number) from audit_partition") - 1;
        for (String statement :
                List.of("delete from change_log_p", "truncate audit_seal_p", "select from change_log_p")) {
            assertThatThrownBy(() -> Db.run(statement + number)).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> OwnerDatabase.execute("delete from change_log_p" + number))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> Db.run("select audit_drop_partition(" + number + ")"))
                .hasMessageContaining("not archived");
        assertThatThrownBy(() -> Db.run("select audit_record_archive(" + number + ", 'x', 'x', 1, 5, sha256('x'))"))
                .hasMessageContaining("does not have the seals");

        OwnerDatabase.execute("update audit_partition set archived_at = now(), closed_at = now() - interval '89 days'"
                + " where number = " + number);
        assertThatThrownBy(() -> Db.run("select audit_drop_partition(" + number + ")"))
                .hasMessageContaining("too young");
        OwnerDatabase.execute("update audit_partition set archived_at = null where number = " + number);
    }

    /** Does this as the owner, without triggers, and restores the rows afterwards. */
    private static void tamper(String change, Runnable check) throws SQLException {
        try (Connection owner = OwnerDatabase.connect();
                Statement statement = owner.createStatement()) {
            statement.execute("create temp table kept_entry as select * from change_log");
            statement.execute("create temp table kept_seal as select * from audit_seal");
            setTriggers(statement, "disable");
            try {
                statement.execute(change);
                check.run();
            } finally {
                statement.execute("delete from change_log");
                statement.execute("delete from audit_seal");
                statement.execute("insert into change_log select * from kept_entry");
                statement.execute("insert into audit_seal select * from kept_seal");
                setTriggers(statement, "enable");
            }
        }
    }

    private static void setTriggers(Statement statement, String action) throws SQLException {
        for (String partition : partitions(statement)) {
            statement.execute("alter table " + partition + " " + action + " trigger user");
        }
    }

    private static List<String> partitions(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(
                "select relname from pg_class where relname ~ '^(change_log|audit_seal)(_p[0-9]+)?$' and relkind in ('r', 'p')")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }
}
