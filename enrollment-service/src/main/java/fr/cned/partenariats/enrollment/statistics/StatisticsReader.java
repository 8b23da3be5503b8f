package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.changelog.ChangeFollower;
import fr.cned.partenariats.commons.changelog.ChangeFollower.Changes;
import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.commons.changelog.LoggedChange;
import fr.cned.partenariats.commons.changelog.SettledEntries;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file of spans equal to the enrollments: reads the log of changes, and takes over the spans of the enrollments
 * that changed. Builds the file when there is none, or when the log no longer says what changed since. A file that is
 * built again is used until the new one is complete.
 */
@ApplicationScoped
class StatisticsReader {

    private static final int READ_AT_ONCE = 5_000;

    /** What was read stays in memory until then. */
    private static final int REPLACED_AT_ONCE = 100_000;

    private static final Duration BETWEEN_SORTS = Duration.ofMinutes(10);
    private static final UUID FIRST = new UUID(0, 0);
    private static final Logger LOG = Logger.getLogger(StatisticsReader.class);

    private final StatisticsFolder folder;
    private final EnrollmentSpans spans;
    private final AgroalDataSource database;
    private final SettledEntries settled;
    private final Clock clock;
    private final Counter builds;
    /** Null until a file was read up to the log of this instance's start: an older one has old counts. */
    private volatile @Nullable Counted counted;

    private @Nullable StatisticsFile file;
    private volatile Instant readAt;
    private volatile boolean stopping;
    private Instant nextSort = Instant.MIN;

    /**
     * @param position how far the log is counted
     */
    private record Counted(StatisticsFile file, ChangePosition position) {}

    StatisticsReader(
            StatisticsFolder folder,
            EnrollmentSpans spans,
            AgroalDataSource database,
            SettledEntries settled,
            Clock clock,
            MeterRegistry metrics) {
        this.folder = folder;
        this.spans = spans;
        this.database = database;
        this.settled = settled;
        this.clock = clock;
        this.readAt = clock.instant();
        this.builds = Counter.builder("statistics.builds")
                .description("How often the file of statistics was built from the enrollments")
                .register(metrics);
        Gauge.builder("statistics.late", this, StatisticsReader::secondsLate)
                .baseUnit("seconds")
                .description("The time since all changes were counted")
                .register(metrics);
        Gauge.builder("statistics.file", this, StatisticsReader::bytes)
                .baseUnit(BaseUnits.BYTES)
                .description("The size of the file of statistics")
                .register(metrics);
    }

    private double secondsLate() {
        return Math.max(0, ChronoUnit.MILLIS.between(readAt, clock.instant()) / 1000.0);
    }

    private double bytes() {
        Counted now = counted;
        return now == null ? 0 : now.file().bytes();
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        try {
            read();
        } catch (SQLException | RuntimeException e) {
            if (stopping) {
                return;
            }
            if (!DatabaseFailures.isTransient(e)) {
                throw new IllegalStateException("the statistics are not read", e);
            }
            LOG.warnf("the statistics wait: %s", e.getMessage());
        }
    }

    /** Counts all changes that were committed before the call. */
    synchronized void read() throws SQLException {
        Instant began = clock.instant();
        if (file == null) {
            file = folder.open().orElse(null);
        }
        if (file == null || !file.isReadable() || !takeIn(file)) {
            build();
        }
        readAt = began;
        if (counted != null && !stopping && !began.isBefore(nextSort)) {
            nextSort = began.plus(BETWEEN_SORTS);
            counted.file().sortIfMany();
        }
    }

    private void use(StatisticsFile complete) throws SQLException {
        file = complete;
        counted = new Counted(complete, complete.position());
    }

    private Instant timeOf(ChangePosition position) {
        return position.at() == 0 ? clock.instant() : Instant.EPOCH.plus(position.at(), ChronoUnit.MICROS);
    }

    /** Returns whether the log still says what changed since the file's position. */
    private boolean takeIn(StatisticsFile file) throws SQLException {
        ChangeFollower log = new ChangeFollower(database, settled, file.position());
        boolean more = true;
        while (more && !stopping) {
            ChangePosition before = log.position();
            Optional<Changes> changes = log.next();
            if (changes.isEmpty()) {
                return false;
            }
            if (!log.position().equals(before)) {
                file.inTransaction(() -> {
                    takeIn(changes.get().objects(), file);
                    file.complete(log.position(), timeOf(log.position()));
                });
            }
            more = changes.get().more();
        }
        if (!stopping) {
            use(file);
        }
        return true;
    }

    private void takeIn(Set<LoggedChange> changes, StatisticsFile file) throws SQLException {
        Set<UUID> enrollments = new HashSet<>(idsOf("enrollment", changes));
        Set<UUID> students = idsOf("student", changes);
        if (!students.isEmpty()) {
            enrollments.addAll(spans.enrollmentsOf(students));
        }
        if (!enrollments.isEmpty()) {
            spans.copy(enrollments, file);
            file.replace();
        }
    }

    private static Set<UUID> idsOf(String type, Set<LoggedChange> changes) {
        return changes.stream()
                .filter(change -> change.objectType().equals(type))
                .map(LoggedChange::objectId)
                .filter(Objects::nonNull)
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    private void build() throws SQLException {
        LOG.info("building the statistics");
        StatisticsFile built = folder.create();
        StatisticsFile old = file;
        try {
            fill(built);
        } catch (SQLException | RuntimeException e) {
            built.close();
            folder.delete(built.path());
            throw e;
        }
        if (old != null) {
            old.close();
            folder.delete(old.path());
        }
        nextSort = Instant.MIN;
        builds.increment();
        LOG.info("the statistics are built");
    }

    /** What changes meanwhile is read from the log afterwards. */
    private void fill(StatisticsFile file) throws SQLException {
        ChangeFollower log = new ChangeFollower(database, settled);
        log.next();
        ChangePosition position = log.position();
        int read = 0;
        List<UUID> page = spans.enrollmentsAfter(FIRST, READ_AT_ONCE);
        while (!page.isEmpty()) {
            if (stopping) {
                throw new SQLException("the service stops");
            }
            spans.copy(page, file);
            read += page.size();
            if (read >= REPLACED_AT_ONCE) {
                file.inTransaction(file::replace);
                read = 0;
            }
            page = spans.enrollmentsAfter(page.get(page.size() - 1), READ_AT_ONCE);
        }
        file.inTransaction(() -> {
            file.replace();
            file.complete(position, timeOf(position));
        });
        if (!takeIn(file)) {
            throw new SQLException("the log lost changes while the statistics were built");
        }
    }

    /** A connection to the counted spans. Empty until the first file is complete. */
    Optional<DuckDBConnection> connect() throws SQLException {
        Optional<DuckDBConnection> connection = connectToFile();
        return connection.isPresent() ? connection : connectToFile(); // a newer file can take its place meanwhile
    }

    private Optional<DuckDBConnection> connectToFile() throws SQLException {
        Counted now = counted;
        return now == null ? Optional.empty() : now.file().connect();
    }

    /** Whether all changes of the object that the log has are counted. */
    boolean hasCounted(String objectType, UUID objectId) throws SQLException {
        Counted now = counted;
        return now != null && new ChangeFollower(database, settled, now.position()).hasRead(objectType, objectId);
    }

    @PreDestroy
    void close() throws SQLException {
        stopping = true;
        synchronized (this) {
            if (file != null) {
                file.close();
            }
        }
    }
}
