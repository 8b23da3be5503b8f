package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.database.ReadLimit.Deadline;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.statistics.CellTable.Cell;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Cells and changes of the database, in memory: about 20 bytes for each change. Rows are only inserted, in the order of
 * their ids, so that what is new comes after the last known row.
 */
@ApplicationScoped
class StatisticsMemory {

    private static final int READ_AT_ONCE = 20_000;
    private static final int LOCK_MILLIS = 50;
    private static final int READING_SECONDS = 2;

    /** Statistics that did not fit into the heap are read again after this time, because data are erased. */
    private static final Duration NEXT_ATTEMPT = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(StatisticsMemory.class);

    private static final int PERCENT = 100;
    private static final int MEBI_BITS = 20;

    private static final String CELLS = """
            select id, partner_id, agreement_id, training_id, site_id, academic_year, state, fundings, month
            from statistics_cell where id > ? order by id limit ?""";

    /** With the last known one, and with the number of repairs when the rows are read. */
    private static final String CHANGES = """
            select id, day - date '1970-01-01', amount, cells[1], case when cardinality(cells) > 1 then cells end,
                   (select case when is_called then last_value else 0 end from statistics_repairs)
            from statistics_delta where id >= ? order by id limit ?""";

    private final EntityManager em;
    private final Clock clock;
    private final long mostBytes;

    /** One thread reads what is new. */
    private final ReentrantLock refreshing = new ReentrantLock();

    private final ReadWriteLock contents = new ReentrantReadWriteLock();
    private CellTable cells = new CellTable();
    private DailyCounts counts = new DailyCounts();
    private int lastCell;
    private long lastChange;
    private long repairs;

    /** False from a start, and from a repair of the database, until all changes are read. */
    private volatile boolean isComplete;

    private volatile boolean isFull;
    private Instant nextAttempt = Instant.MIN;

    StatisticsMemory(
            EntityManager em,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "enrollment.statistics.heap-percent") int heapPercent) {
        this.em = em;
        this.clock = clock;
        this.mostBytes = Runtime.getRuntime().maxMemory() / PERCENT * heapPercent;
        Gauge.builder("statistics.memory.changes", this, StatisticsMemory::size)
                .description("Changes of statistics in memory")
                .register(metrics);
        Gauge.builder("statistics.memory", this, StatisticsMemory::bytes)
                .baseUnit(BaseUnits.BYTES)
                .description("Memory that the statistics use")
                .register(metrics);
        Gauge.builder("statistics.memory.full", this, memory -> memory.isFull ? 1 : 0)
                .description("1 while the statistics do not fit into the heap")
                .register(metrics);
    }

    long mostBytes() {
        return mostBytes;
    }

    private int size() {
        return counts.numberOfChanges();
    }

    private long bytes() {
        return cells.bytes() + counts.bytes();
    }

    /** A change of the database. */
    private record Change(long id, int day, int amount, int[] cells, long repairs) {}

    /**
     * Takes in all changes that are committed. After a start, a million enrollments take some seconds; what is read stays
     * when the time is over.
     */
    @AllTenants
    void refresh(Deadline deadline) {
        lock(deadline);
        try {
            while (takeIn()) {
                if (deadline.isOver()) {
                    throw unavailable(READING_SECONDS);
                }
            }
            if (isFull) {
                throw unavailable((int) NEXT_ATTEMPT.toSeconds());
            }
        } finally {
            refreshing.unlock();
        }
    }

    /** The same without a time limit, unless another thread does it. */
    @AllTenants
    void refresh() {
        if (refreshing.tryLock()) {
            try {
                boolean more = true;
                while (more) {
                    more = takeIn();
                }
            } finally {
                refreshing.unlock();
            }
        }
    }

    private void lock(Deadline deadline) {
        try {
            while (!refreshing.tryLock(LOCK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (deadline.isOver()) {
                    throw unavailable(READING_SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Refusal unavailable(int retryAfterSeconds) {
        return Refusal.of(EnrollmentProblem.STATISTICS_UNAVAILABLE).retryAfterSeconds(retryAfterSeconds);
    }

    /**
     * Returns whether there may be more. The service must register students even when its heap cannot have the
     * statistics.
     */
    private boolean takeIn() {
        Instant now = clock.instant();
        if (isFull && now.isBefore(nextAttempt)) {
            return false;
        }
        if (bytes() > mostBytes()) {
            isFull = true;
            nextAttempt = now.plus(NEXT_ATTEMPT);
            forget();
            LOG.errorf(
                    "Statistics need more than %d MiB, so they are not counted until %s. Start the service with a"
                            + " larger heap.",
                    mostBytes() >> MEBI_BITS, nextAttempt);
            return false;
        }
        boolean more = takeInWithSpace();
        if (!more) {
            isComplete = true;
            isFull = false;
        }
        return more;
    }

    /** Cells are read after the changes that refer to them. */
    private boolean takeInWithSpace() {
        return QuarkusTransaction.requiringNew()
                .call(() -> em.unwrap(Session.class).doReturningWork(connection -> {
                    List<Change> found = changes(connection);
                    if (lastChange > 0 && !continues(found)) {
                        forget();
                        return true;
                    }
                    List<Change> added = found.stream()
                            .filter(change -> change.id() > lastChange)
                            .toList();
                    if (!added.isEmpty()) {
                        addCells(connection);
                        add(List.of(), added);
                    }
                    return found.size() == READ_AT_ONCE;
                }));
    }

    /** Not after a repair, and not after the database was restored to an earlier moment. */
    private boolean continues(List<Change> found) {
        return !found.isEmpty()
                && found.get(0).id() == lastChange
                && found.get(0).repairs() == repairs;
    }

    private List<Change> changes(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CHANGES)) {
            query.setLong(1, lastChange);
            query.setInt(2, READ_AT_ONCE);
            List<Change> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Array set = rows.getArray(5);
                    int[] of = set == null ? new int[] {rows.getInt(4)} : numbers(set);
                    found.add(new Change(rows.getLong(1), rows.getInt(2), rows.getInt(3), of, rows.getLong(6)));
                }
            }
            return found;
        }
    }

    private static int[] numbers(Array array) throws SQLException {
        return Stream.of((Integer[]) array.getArray())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A part at a time: objects of a million cells would not fit beside their numbers. */
    private void addCells(Connection connection) throws SQLException {
        List<Cell> found = new ArrayList<>();
        do {
            found.clear();
            try (PreparedStatement query = connection.prepareStatement(CELLS)) {
                query.setInt(1, lastCell);
                query.setInt(2, READ_AT_ONCE);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(cell(rows));
                    }
                }
            }
            add(found, List.of());
        } while (found.size() == READ_AT_ONCE);
    }

    private static Cell cell(ResultSet row) throws SQLException {
        return new Cell(
                row.getInt(1),
                row.getObject(2, UUID.class),
                Optional.ofNullable(row.getObject(3, UUID.class)),
                Optional.ofNullable(row.getObject(4, UUID.class)),
                Optional.ofNullable(row.getObject(5, UUID.class)),
                row.getString(6),
                row.getString(7),
                List.of((String[]) row.getArray(8).getArray()),
                row.getObject(9, LocalDate.class));
    }

    private void add(List<Cell> newCells, List<Change> added) {
        contents.writeLock().lock();
        try {
            for (Cell cell : newCells) {
                cells.add(cell);
                lastCell = cell.id();
            }
            for (Change change : added) {
                int[] of = change.cells();
                for (int i = 0; i < of.length; i++) {
                    of[i] = cells.indexOf(of[i]);
                }
                counts.change(change.day(), of, change.amount());
                lastChange = change.id();
                repairs = change.repairs();
            }
        } finally {
            contents.writeLock().unlock();
        }
    }

    private void forget() {
        contents.writeLock().lock();
        try {
            isComplete = false;
            cells = new CellTable();
            counts = new DailyCounts();
            lastCell = 0;
            lastChange = 0;
        } finally {
            contents.writeLock().unlock();
        }
    }

    /**
     * The total first, then one page of groups. All numbers are of one moment. Empty when the changes are being read
     * again since the last refresh: a part of them would count as all.
     */
    Optional<List<CountRow>> count(StatisticsQuestion question, StatisticsNames names) {
        StatisticsMoment moment = question.moment();
        contents.readLock().lock();
        try {
            if (!isComplete) {
                return Optional.empty();
            }
            return Optional.of(new StatisticsCount(cells, counts, question, names)
                    .rows(
                            moment.isPresent(clock)
                                    ? DailyAmounts.NOW
                                    : Math.toIntExact(moment.day().toEpochDay())));
        } finally {
            contents.readLock().unlock();
        }
    }
}
