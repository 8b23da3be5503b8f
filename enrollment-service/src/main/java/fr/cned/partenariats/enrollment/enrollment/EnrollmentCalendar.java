package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.student.StudentService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Scheduled changes of enrollments: expired holds, starts, postponed starts, cancelled offerings, parties that left,
 * ended sites, waiting without prospect, and guardians of students who turned 18. Each enrollment has its own
 * transaction: a transaction with several seats and places could deadlock with a registration.
 */
@ApplicationScoped
class EnrollmentCalendar {

    private static final Logger LOG = Logger.getLogger(EnrollmentCalendar.class);
    private static final int CHUNK = 200;
    private static final String NOTHING_CHANGES = "no scheduled changes";

    private final DueEnrollments due;
    private final EnrollmentRepository repository;
    private final EnrollmentService enrollments;
    private final StudentService students;
    private final Clock clock;

    EnrollmentCalendar(
            DueEnrollments due,
            EnrollmentRepository repository,
            EnrollmentService enrollments,
            StudentService students,
            Clock clock) {
        this.due = due;
        this.repository = repository;
        this.enrollments = enrollments;
        this.students = students;
        this.clock = clock;
    }

    /** Cancels enrollments whose funding was not decided before the hold ended. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.every}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void releaseHolds() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                DueEnrollments.HOLDS_PAST,
                Map.of("today", today),
                e -> e.isHoldExpired(today),
                e -> e.cancel("calendar", "funding not decided by " + e.holdUntil(), clock.instant()));
    }

    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.every}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void startDue() {
        LocalDate today = LocalDate.now(clock);
        ScheduledWork.run(
                NOTHING_CHANGES,
                () -> QuarkusTransaction.requiringNew()
                        .call(() -> due.startedOfferings(today))
                        .forEach(offering -> changeEach(
                                DueEnrollments.DUE_TO_START,
                                Map.of("offering", offering),
                                e -> e.state() == EnrollmentState.CONFIRMED,
                                e -> e.start(clock.instant()))));
    }

    /** An enrollment is active from the first day of its offering, also when that day is moved to a later one. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.soon}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void returnBeforePostponedStart() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                DueEnrollments.ACTIVE_BEFORE_POSTPONED_START,
                Map.of("today", today),
                e -> e.state() == EnrollmentState.ACTIVE
                        && repository.periodOf(e.offeringId()).firstDay().isAfter(today),
                e -> e.returnToConfirmed(clock.instant()));
    }

    /**
     * Ends the live enrollments on cancelled offerings: started ones are withdrawn, others cancelled. The released
     * places promote no student, because {@code promotable_enrollment} excludes cancelled offerings.
     */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.soon}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endOnCancelledOfferings() {
        forEachDue(
                DueEnrollments.LIVE_ON_CANCELLED_OFFERINGS,
                Map.of(),
                e -> e.state().isLive() && due.isCancelled(e.offeringId()),
                e -> end(e, "offering-cancelled", RefundTerms::ofCancelledOffering));
    }

    /** Ends the live enrollments of partners that left an agreement by an amendment that cancels them. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.soon}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endOfFormerParties() {
        forEachDue(
                DueEnrollments.LIVE_OF_FORMER_PARTIES,
                Map.of(),
                e -> e.state().isLive() && due.isOfFormerParty(e),
                e -> end(e, "party-left", UnaryOperator.identity()));
    }

    /**
     * Carries out what was decided about the students of an ended site. A site that is to take them may have ended since:
     * the next run carries out the decision of that one.
     */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.soon}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void leaveEndedSites() {
        LocalDate today = LocalDate.now(clock);
        forEachDue(
                DueEnrollments.LIVE_AT_ENDED_SITES,
                Map.of("today", today),
                e -> e.state().isLive(),
                e -> due.endedSite(e.siteId(), today).ifPresent(site -> leave(e, site)));
    }

    private void leave(Enrollment enrollment, DueEnrollments.EndedSite site) {
        if (site.students().equals("CANCEL")) {
            end(enrollment, "site-ended", UnaryOperator.identity());
            return;
        }
        LocalDate firstDay = site.endedOn().plusDays(1);
        LocalDate possible = enrollment.siteChangesFrom(clock.getZone());
        enrollment.changeSite(
                site.students().equals("MOVE") ? site.target() : null,
                firstDay.isBefore(possible) ? possible : firstDay,
                "calendar",
                "site-ended",
                clock.instant());
    }

    /** @param refund of the agreement's term */
    private void end(Enrollment enrollment, String reason, UnaryOperator<RefundTerms> refund) {
        enrollment.end(
                reason,
                LocalDate.now(clock),
                () -> refund.apply(repository.refundTerms(enrollment.agreementId(), enrollment.offeringId())),
                clock.instant());
    }

    /** Cancels waiting enrollments whose agreement or offering has ended. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.soon}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void endHopelessWaiting() {
        LocalDate today = LocalDate.now(clock);
        cancelWaiting(DueEnrollments.WAITING_UNDER_ENDED_AGREEMENTS, Map.of(), "agreement-ended");
        cancelWaiting(DueEnrollments.WAITING_FOR_ENDED_OFFERINGS, Map.of("today", today), "offering-ended");
    }

    private void cancelWaiting(String query, Map<String, ?> parameters, String reason) {
        forEachDue(
                query,
                parameters,
                e -> e.state() == EnrollmentState.WAITLISTED,
                e -> e.cancel("calendar", reason, clock.instant()));
    }

    /** Removes the guardians of students who have turned 18. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.calendar.every}",
            delayed = "${enrollment.calendar.delayed}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeGuardiansOfAdults() {
        LocalDate today = LocalDate.now(clock);
        ScheduledWork.run(
                NOTHING_CHANGES,
                () -> forEach(
                        after -> students.adultsWithGuardian(today, after, CHUNK), students::removeGuardianOfAdult));
    }

    private void forEachDue(
            String query, Map<String, ?> parameters, Predicate<Enrollment> stillDue, Consumer<Enrollment> change) {
        ScheduledWork.run(NOTHING_CHANGES, () -> changeEach(query, parameters, stillDue, change));
    }

    private void changeEach(
            String query, Map<String, ?> parameters, Predicate<Enrollment> stillDue, Consumer<Enrollment> change) {
        forEach(after -> due.next(query, parameters, after, CHUNK), id -> enrollments.changeIf(id, stillDue, change));
    }

    /** @param next the next ids after one, in their order */
    private static void forEach(Function<UUID, List<UUID>> next, Consumer<UUID> change) {
        ScheduledWork.forEachChunk(next, Function.identity(), ids -> ids.forEach(id -> tryChange(id, change)));
    }

    /** An object that cannot be changed must not hold up those behind it. */
    private static void tryChange(UUID id, Consumer<UUID> change) {
        try {
            change.accept(id);
        } catch (RuntimeException e) {
            if (DatabaseFailures.isTransient(e)) {
                throw e;
            }
            if (OrderlyStop.hasBegun()) {
                throw new ServiceStopping("the first run after the next start repeats the change", e);
            }
            LOG.errorf(e, "scheduled change of %s failed; the next run retries it", id);
        }
    }
}
