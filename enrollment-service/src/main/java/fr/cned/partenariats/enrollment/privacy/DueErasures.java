package fr.cned.partenariats.enrollment.privacy;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.privacy.DueErasureRepository.Inactive;
import fr.cned.partenariats.enrollment.privacy.DueErasureRepository.Position;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lists the students whose erasure is due by their {@link Retention}, the longest inactive first. The list checks each
 * student when it is read. The job keeps returning students out of the range that the list reads.
 */
@ApplicationScoped
class DueErasures {

    private static final Logger LOG = Logger.getLogger(DueErasures.class);
    private static final int CHUNK = 500;

    private final DueErasureRepository students;
    private final ReadLimit reads;
    private final Retention retention;
    private final Clock clock;

    DueErasures(
            DueErasureRepository students,
            ReadLimit reads,
            @ConfigProperty(name = "enrollment.retention.period") Period period,
            Clock clock) {
        this.students = students;
        this.reads = reads;
        this.retention = new Retention(period, clock.getZone());
        this.clock = clock;
    }

    @Transactional
    Page<DueErasureView> list(DueErasureFilter filter, PageParams page) {
        Position after = page.after(Position.class, filter).orElseGet(() -> firstOf(filter));
        reads.begin();
        return Page.of(
                students.inactive(lastOf(filter), after, clock.instant(), page.fetchSize()),
                page,
                this::view,
                Inactive::position,
                filter);
    }

    /** No student has the id of zeros, so this is the position before the first student of the day. */
    private Position firstOf(DueErasureFilter filter) {
        return filter.dueFrom == null
                ? Position.FIRST
                : new Position(inactiveSince(filter.dueFrom.minusDays(1)), Position.FIRST.id());
    }

    /** A later day than today counts as today. */
    private Instant lastOf(DueErasureFilter filter) {
        LocalDate today = LocalDate.now(clock);
        return inactiveSince(filter.dueTo == null || filter.dueTo.isAfter(today) ? today : filter.dueTo);
    }

    private Instant inactiveSince(LocalDate day) {
        Instant since = retention.inactiveSince(day);
        return since.isBefore(Position.FIRST.at()) ? Position.FIRST.at() : since;
    }

    private DueErasureView view(Inactive student) {
        return new DueErasureView(
                student.id(),
                student.partnerId(),
                student.reference(),
                student.familyName(),
                student.givenNames(),
                LocalDate.ofInstant(student.lastActiveAt(), clock.getZone()),
                retention.dueOn(student.lastActiveAt()));
    }

    /**
     * Looks at the students that seem inactive. A student that came back is looked at again when its new activity is old
     * enough, so a run has few students besides those that are due.
     */
    @AllTenants
    @Scheduled(
            every = "${enrollment.retention.check-every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        Instant since = retention.inactiveSince(LocalDate.now(clock));
        ScheduledWork.run("last activities stay as they are", () -> {
            Position last = Position.FIRST;
            while (last != null) {
                Position after = last;
                last = QuarkusTransaction.requiringNew().call(() -> refreshChunk(since, after));
            }
        });
    }

    /** Returns the last position of the chunk; null after the last chunk. */
    private @Nullable Position refreshChunk(Instant since, Position after) {
        Instant now = clock.instant();
        List<Inactive> chunk = students.seemInactive(since, after, now, CHUNK);
        List<UUID> active = chunk.stream()
                .filter(student -> student.lastActiveAt().isAfter(student.positionAt()))
                .map(Inactive::id)
                .toList();
        if (!active.isEmpty()) {
            students.refresh(active, now);
            LOG.infof("stored the last activity of %d students", active.size());
        }
        return chunk.size() < CHUNK ? null : chunk.get(CHUNK - 1).position();
    }
}
