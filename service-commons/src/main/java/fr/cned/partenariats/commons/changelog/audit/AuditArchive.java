package fr.cned.partenariats.commons.changelog.audit;

import fr.cned.partenariats.commons.base.metrics.DatabaseGauges;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.changelog.audit.AuditArchiveFile.Content;
import fr.cned.partenariats.commons.changelog.audit.AuditArchiveFile.Header;
import fr.cned.partenariats.commons.changelog.audit.AuditPartitions.Partition;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Closes the newest partition of the audit trail each month, and moves partitions that are older than the period to
 * files: writes the file, verifies it, records it, drops the partition. Each step can be repeated, so a crash between
 * two of them loses nothing. One instance at a time does this, by an advisory lock of its session.
 */
@ApplicationScoped
class AuditArchive {

    /** The database refuses to drop younger partitions. */
    static final int LEAST_DAYS = 90;

    private static final Logger LOG = Logger.getLogger(AuditArchive.class);
    private static final long LOCK = 7461237;

    private static final String POSITION =
            "select coalesce(max(last_position), 0) from audit_partition where dropped_at is not null";

    private final AgroalDataSource database;
    private final DatabaseGauges gauges;
    private final Clock clock;
    private final String service;
    private final Period keep;
    private final Optional<Path> folder;
    private volatile boolean stopping;

    AuditArchive(
            AgroalDataSource database,
            DatabaseGauges gauges,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "commons.audit.keep") Period keep,
            @ConfigProperty(name = "commons.audit.archive") Optional<Path> folder) {
        this.database = database;
        this.gauges = gauges;
        this.clock = clock;
        this.service = service;
        this.keep = keep;
        this.folder = folder;
    }

    void start(@Observes StartupEvent event) {
        checkPeriod(keep);
        gauges.register(
                "audit.archived.position", "Number of entries of the chain that are only in archive files", POSITION);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** February makes three months the shortest. */
    static void checkPeriod(Period keep) {
        LocalDate may = LocalDate.of(2026, Month.MAY, 1);
        if (may.minus(keep).isAfter(may.minusDays(LEAST_DAYS))) {
            throw new IllegalArgumentException(
                    "commons.audit.keep is %s: set at least P%dD or P4M".formatted(keep, LEAST_DAYS));
        }
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        try (Connection connection = database.getConnection()) {
            if (!isTrue(connection, "select pg_try_advisory_lock(" + LOCK + ")")) {
                return;
            }
            try {
                work(new AuditPartitions(connection));
            } finally {
                isTrue(connection, "select pg_advisory_unlock(" + LOCK + ")");
            }
        } catch (SQLException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw new IllegalStateException(e);
            }
            LOG.warnf(
                    "the audit trail is archived later, because the database is unavailable or busy: %s",
                    e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work(AuditPartitions partitions) throws SQLException, IOException {
        if (partitions.closeNewest()) {
            LOG.info("a new partition of the audit trail begins");
        }
        if (folder.isEmpty()) {
            return;
        }
        Instant closedBefore = ZonedDateTime.now(clock).minus(keep).toInstant();
        for (Optional<Partition> old = partitions.oldest(closedBefore);
                old.isPresent() && !stopping;
                old = partitions.oldest(closedBefore)) {
            archive(partitions, old.get(), folder.get());
        }
    }

    private void archive(AuditPartitions partitions, Partition partition, Path target)
            throws SQLException, IOException {
        if (!isOnDisk(partition, target)) {
            record(partitions, partition, target);
        }
        partitions.drop(partition);
        LOG.infof("audit partition %d was archived and dropped", partition.number());
    }

    private static boolean isOnDisk(Partition partition, Path target) throws IOException {
        if (partition.file() == null) {
            return false;
        }
        Path file = target.resolve(partition.file());
        return Files.exists(file) && AuditArchiveFile.sha256(file).equals(partition.sha256());
    }

    private void record(AuditPartitions partitions, Partition partition, Path target) throws SQLException, IOException {
        Files.createDirectories(target);
        long last = partitions.lastPosition(partition);
        if (partitions.count(partition) != last - partition.before()) {
            throw new IOException("audit partition %d has other entries than seals. Run audit_verify()."
                    .formatted(partition.number()));
        }
        String name = "audit-%s-%012d-%012d.jsonl.gz".formatted(service, partition.before() + 1, last);
        Path file = target.resolve(name);
        Header header = partition.header(service);
        Content content = Files.exists(file)
                ? AuditArchiveFile.verify(file)
                : AuditArchiveFile.write(file, header, sink -> export(partitions, partition, sink));
        if (!content.header().equals(header) || content.lastPosition() != last) {
            throw new IOException(file + ": the file has another part of the chain. Move it away.");
        }
        partitions.record(partition, name, content);
    }

    private void export(AuditPartitions partitions, Partition partition, AuditArchiveFile.Sink sink)
            throws IOException {
        try {
            partitions.export(partition, entry -> {
                if (stopping) {
                    throw new IOException("the service stops; the partition is archived after the next start");
                }
                sink.write(entry);
            });
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
