package fr.cned.partenariats.enrollment.enrollment;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happens to enrollments by date and not by hand: holds run out, offerings start. */
@ApplicationScoped
class EnrollmentCalendar {

    private static final int BATCH = 100;
    private static final UUID FIRST = new UUID(0, 0);

    private final EnrollmentRepository repository;
    private final EnrollmentService enrollments;
    private final Clock clock;

    EnrollmentCalendar(EnrollmentRepository repository, EnrollmentService enrollments, Clock clock) {
        this.repository = repository;
        this.enrollments = enrollments;
        this.clock = clock;
    }

    /** A seat is kept for funding that was not decided only until the date that was promised. */
    @Scheduled(every = "1m", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void releaseHolds() {
        List<UUID> past = repository.holdsPast(LocalDate.now(clock), BATCH);
        forEachLocked(
                past,
                e -> e.state() == EnrollmentState.PENDING_FUNDING,
                e -> e.cancel("calendar", "funding not decided by " + e.holdUntil(), clock.instant()));
    }

    @Scheduled(every = "1m", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void startDueOnes() {
        List<UUID> due = repository.dueToStart(LocalDate.now(clock), FIRST, BATCH);
        forEachLocked(due, e -> e.state() == EnrollmentState.CONFIRMED, e -> e.start(clock.instant()));
    }

    private void forEachLocked(List<UUID> ids, Predicate<Enrollment> stillDue, Consumer<Enrollment> move) {
        for (UUID id : ids) {
            Enrollment enrollment = repository.findById(id, LockModeType.PESSIMISTIC_WRITE);
            if (stillDue.test(enrollment)) {
                enrollments.apply(enrollment, move);
            }
        }
    }
}
