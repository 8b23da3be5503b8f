package fr.cned.partenariats.commons.changelog.audit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.metrics.DatabaseGauges;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.Db;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A trail with its own database, the archive of it, and an empty newest partition before each test. */
abstract class ArchivedTrail {

    static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    static final String INSERT = """
            insert into change_log (client, subject, roles, tenant, operation, object_type, revision_before,
              changed_fields, trace_id)
            select 'client ' || n, E'"quoted" \\\\ é€ \\t\\x01', '{warden,driver}', gen_random_uuid(), 'rename', 'lot', n,
              array[E'a\\nb', 'c'], 'trace'
            from generate_series(1, ?) n""";

    /** The tests drop entries, which other tests need. */
    public static class OwnDatabase implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestInfrastructure.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Inject
    AgroalDataSource database;

    @Inject
    DatabaseGauges gauges;

    @Inject
    AuditSealer sealer;

    @TempDir
    Path folder;

    /** Only the newest partition is left, and it is empty. */
    @BeforeEach
    void archiveAll(@TempDir Path other) throws IOException {
        write(1);
        close();
        archive(other).run();
        assertThat(Db.number("select count(*) from change_log")).isZero();
    }

    final AuditArchive archive(Path target) {
        return new AuditArchive(
                database, gauges, Clock.systemUTC(), "parking", Period.ofMonths(13), Optional.ofNullable(target));
    }

    final void write(int entries) {
        Db.run(INSERT, entries);
        seal(Long.MAX_VALUE);
    }

    /** Seals the entries below an id, and waits while the job of the service does. */
    final void seal(long below) {
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            sealer.seal();
            return Db.number("select count(*) from change_log where id < ? and id > audit_last_sealed()", below) == 0;
        });
    }

    /** Closes the newest partition and makes it 14 months old. */
    final void close() {
        OwnerDatabase.execute("update audit_partition set opened_at = now() - interval '15 months'");
        archive(null).run();
        OwnerDatabase.execute(
                "update audit_partition set closed_at = now() - interval '14 months' where closed_at is not null");
    }

    static long closed() {
        return Db.number("select count(*) from audit_partition where closed_at is not null and dropped_at is null");
    }

    static long head() {
        return Db.number("select last_position from audit_partition where dropped_at is not null"
                + " order by number desc limit 1");
    }

    final List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    final Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    static void assertWhole() {
        assertThat(Db.number("select count(*) from audit_verify() where fault is null and waiting = 0"))
                .isEqualTo(1);
    }
}
