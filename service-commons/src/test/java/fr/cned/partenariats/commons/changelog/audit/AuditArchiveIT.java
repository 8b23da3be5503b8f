package fr.cned.partenariats.commons.changelog.audit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.parking.Db;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Old partitions of the audit trail become files, and the chain stays whole. */
@QuarkusTest
@TestProfile(ArchivedTrail.OwnDatabase.class)
class AuditArchiveIT extends ArchivedTrail {

    @Inject
    ChangeRecorder recorder;

    @Test
    void anOldPartitionBecomesAFileAndIsDropped() throws IOException {
        long before = head();
        write(12_345);
        close();
        write(3);

        archive(folder).run();

        var content = AuditArchiveFile.verify(onlyFile());
        assertThat(content.header().firstPosition()).isEqualTo(before + 1);
        assertThat(content.entries()).isEqualTo(12_345);
        assertThat(content.sha256()).isEqualTo(AuditArchiveFile.sha256(onlyFile()));
        assertThat(onlyFile()).hasFileName("audit-parking-%012d-%012d.jsonl.gz".formatted(before + 1, before + 12_345));
        assertThat(Db.number(
                        "select count(*) from audit_partition where file = ? and sha256 = ? and encode(last_hash, 'hex') = ?"
                                + " and last_position = ? and dropped_at is not null",
                        onlyFile().getFileName().toString(),
                        content.sha256(),
                        content.lastHash(),
                        before + 12_345))
                .isEqualTo(1);
        assertThat(Db.number("select count(*) from change_log")).isEqualTo(3);
        assertThat(Db.number("select max(position) from audit_seal")).isEqualTo(before + 12_348);
        assertWhole();

        Files.setLastModifiedTime(onlyFile(), LONG_AGO);
        archive(folder).run();
        assertThat(Files.getLastModifiedTime(onlyFile())).isEqualTo(LONG_AGO);
    }

    @Test
    void theFilesOfSeveralPartitionsAreOneChain() throws IOException {
        for (int entries = 1; entries <= 3; entries++) {
            write(entries);
            close();
        }
        archive(folder).run();

        assertThat(files()).hasSize(3);
        assertThat(VerifyAuditArchive.run(files(), System.out)).isZero();
        assertThat(VerifyAuditArchive.run(List.of(files().get(0), files().get(2)), System.out))
                .isEqualTo(1);
    }

    @Test
    void theChainContinuesWhenNoEntryIsLeft() {
        write(2);
        close();
        archive(folder).run();
        long head = head();
        assertThat(Db.number("select sealed from audit_verify() where fault is null"))
                .isEqualTo(head);

        write(1);

        assertThat(Db.number("select position from audit_seal")).isEqualTo(head + 1);
        assertWhole();
    }

    @Test
    void changesThatAreNotAuditedAreNotInTheFile() throws IOException {
        write(2);
        QuarkusTransaction.requiringNew()
                .run(() -> recorder.record(ChangeRecord.counted("lot-counter", UUID.randomUUID())));
        close();
        archive(folder).run();

        assertThat(closed()).isZero();
        assertThat(VerifyAuditArchive.run(files(), System.out)).isZero();
        assertThat(Db.number("select count(*) from change_log")).isZero();
    }

    @Test
    void aYoungPartitionStays() throws IOException {
        write(2);
        close();
        OwnerDatabase.execute(
                "update audit_partition set closed_at = now() - interval '12 months' where dropped_at is null"
                        + " and closed_at is not null");
        archive(folder).run();

        assertThat(files()).isEmpty();
        assertThat(closed()).isEqualTo(1);
    }

    @Test
    void withoutAFolderNothingIsDropped() {
        write(2);
        close();
        archive(null).run();
        assertThat(closed()).isEqualTo(1);
        assertThat(Db.number("select count(*) from change_log")).isEqualTo(2);
    }

    @Test
    void aPartitionEndsAfterItsWritersHaveCommitted() throws SQLException {
        write(1);
        try (Connection late = database.getConnection();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(INSERT.replace("?", "1"));
            close();
            assertThat(closed()).isZero();
            late.commit();
        }
        close();
        write(1);
        assertThat(closed()).isEqualTo(1);
        assertThat(Db.number("select count(*) from change_log where id < (select max(number) * audit_partition_size()"
                        + " from audit_partition)"))
                .isEqualTo(2);

        archive(folder).run();
        assertWhole();
    }

    @Test
    void entriesWrittenDuringTheWorkStayInTheChain() throws IOException {
        long before = head();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger(2_000);
        write(2_000);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                Db.run(INSERT, 1);
                written.incrementAndGet();
            }
        });
        try {
            for (int partitions = 0; partitions < 3; partitions++) {
                int least = written.get() + 20;
                Awaitility.await().until(() -> written.get() > least);
                close();
                seal(Db.number("select max(number) * audit_partition_size() from audit_partition"));
                archive(folder).run();
            }
        } finally {
            done.set(true);
            writer.join();
        }
        seal(Long.MAX_VALUE);

        assertWhole();
        assertThat(files()).isNotEmpty();
        assertThat(VerifyAuditArchive.run(files(), System.out)).isZero();
        assertThat(Db.number("select max(position) from audit_seal")).isEqualTo(before + written.get());
        assertThat(Db.number("select count(*) from change_log")).isEqualTo(before + written.get() - head());
    }

    @Test
    void oneInstanceDoesTheWork() throws SQLException, IOException {
        write(5);
        close();
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(7461237)");
            archive(folder).run();
            assertThat(files()).isEmpty();
            statement.execute("select pg_advisory_unlock(7461237)");
        }
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(archive(folder)::run),
                        CompletableFuture.runAsync(archive(folder)::run))
                .join();
        assertThat(AuditArchiveFile.verify(onlyFile()).entries()).isEqualTo(5);
        assertThat(closed()).isZero();
    }
}
