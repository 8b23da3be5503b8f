package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What happens to enrollments by date and not by hand: holds run out, offerings start, or never will. Each enrollment in
 * a transaction of its own: one that held several seats and places could deadlock with a registration.
 */
@ApplicationScoped
class EnrollmentCalendar {

    private static final Logger LOG = Logger.getLogger(EnrollmentCalendar.class);
    private static final int CHUNK = 200;

    private final EnrollmentRepository repository;
    private final EnrollmentService enrollments;
    private final Clock clock;

    EnrollmentCalendar(EnrollmentRepository repository, EnrollmentService enrollments, Clock clock) {
        this.repository = repository;
        this.enrollments = enrollments;
        this.clock = clock;
    }

    /** A seat is kept for funding that was not decided only until the date that was promised. */
    @AllTenants
    @Scheduled(every = "1m", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void releaseHolds() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                after -> repository.holdsPast(today, after, CHUNK),
                id -> enrollments.moveIf(
                        id,
                        e -> e.isHeldInVain(today),
                        e -> e.cancel("calendar", "funding not decided by " + e.holdUntil(), clock.instant())));
    }

    @AllTenants
    @Scheduled(every = "1m", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void startDueOnes() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                after -> repository.dueToStart(today, after, CHUNK),
                id -> enrollments.moveIf(
                        id, e -> e.state() == EnrollmentState.CONFIRMED, e -> e.start(clock.instant())));
    }

    /**
     * A cancelled offering keeps nobody: who has not started is cancelled, who has is withdrawn. Nobody is
     * promoted on it, because only an offering that takes place has a moving waiting list.
     */
    @AllTenants
    @Scheduled(every = "10s", delayed = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endOnCancelledOfferings() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                after -> repository.liveOnCancelledOfferings(after, CHUNK),
                id -> enrollments.moveIf(
                        id,
                        e -> !e.state().next().isEmpty() && repository.isCancelled(e.offeringId()),
                        e -> e.endWithOffering(today, clock.instant())));
    }

    /** Nobody waits for what cannot come: a seat of an agreement that has ended, a place on an offering that is over. */
    @AllTenants
    @Scheduled(every = "10s", delayed = "25s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endWaitingInVain() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                after -> repository.waitingUnderEndedAgreements(after, CHUNK),
                id -> cancelWaiting(id, "agreement-ended"));
        forEachDue(
                after -> repository.waitingForEndedOfferings(today, after, CHUNK),
                id -> cancelWaiting(id, "offering-ended"));
    }

    private void cancelWaiting(UUID id, String why) {
        enrollments.moveIf(
                id, e -> e.state() == EnrollmentState.WAITLISTED, e -> e.cancel("calendar", why, clock.instant()));
    }

    private static void forEachDue(Function<UUID, List<UUID>> nextChunk, Consumer<UUID> move) {
        try {
            List<UUID> due = chunk(nextChunk, new UUID(0, 0));
            while (!due.isEmpty()) {
                due.forEach(move);
                due = chunk(nextChunk, due.get(due.size() - 1));
            }
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("the calendar waits for the database: %s", e.getMessage());
        }
    }

    private static List<UUID> chunk(Function<UUID, List<UUID>> nextChunk, UUID after) {
        return QuarkusTransaction.requiringNew().call(() -> nextChunk.apply(after));
    }
}
