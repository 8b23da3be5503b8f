package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.*;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.counter.Counters;
import fr.cned.partenariats.enrollment.counter.Counters.Taken;
import fr.cned.partenariats.enrollment.counter.PlacesChanged;
import fr.cned.partenariats.enrollment.counter.WaitingListWork;
import fr.cned.partenariats.enrollment.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.eligibility.Eligibility;
import fr.cned.partenariats.enrollment.eligibility.Eligibility.Verdict;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentRepository.FirstInLine;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Use cases of enrollment: one public method, one transaction, its events in it. */
@ApplicationScoped
@Transactional
public class EnrollmentService {

    private final Eligibility eligibility;
    private final EnrollmentRepository enrollments;
    private final StudentService students;
    private final Counters counters;
    private final WaitingListWork waitingLists;
    private final Outbox outbox;
    private final Audit audit;
    private final ProblemRenderer problems;
    private final Actors actors;
    private final Visibility visibility;
    private final Clock clock;
    private final Period hold;

    EnrollmentService(
            Eligibility eligibility,
            EnrollmentRepository enrollments,
            StudentService students,
            Counters counters,
            WaitingListWork waitingLists,
            Outbox outbox,
            Audit audit,
            ProblemRenderer problems,
            Actors actors,
            Visibility visibility,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.eligibility = eligibility;
        this.enrollments = enrollments;
        this.students = students;
        this.counters = counters;
        this.waitingLists = waitingLists;
        this.outbox = outbox;
        this.audit = audit;
        this.problems = problems;
        this.actors = actors;
        this.visibility = visibility;
        this.clock = clock;
        this.hold = hold;
    }

    /**
     * Takes a seat of the agreement and a place of the offering, both or neither, and enrolls; or puts the
     * student on the waiting list where both are taken and the list has room. Refuses with every blocking rule.
     */
    public EnrollmentView enroll(EnrollRequest request) {
        Verdict verdict = judge(request);
        refuseIfBlocked(verdict);
        UUID studentId = studentOf(request, verdict);
        List<FundingLine> lines = Requests.fundingLines(request, verdict.price());
        UUID seatId = Objects.requireNonNull(verdict.facts().seat()).id();
        Enrollment.Subject subject = new Enrollment.Subject(
                studentId,
                verdict.personOf(studentId),
                verdict.partnerId(),
                request.agreementId(),
                request.offeringId(),
                verdict.offering().trainingId(),
                verdict.offering().academicYear(),
                seatId,
                request.siteId(),
                previousOf(request, verdict.personOf(studentId)));
        return view(
                verdict.mustWait()
                        ? wait(subject, lines).orElseThrow(() -> Refusal.of(NO_PLACE_LEFT))
                        : enrollNow(subject, lines, verdict));
    }

    /** The verdict on a request that is not made; writes nothing. */
    public EligibilityView check(EnrollRequest request) {
        return EligibilityView.of(judge(request), problems);
    }

    private Verdict judge(EnrollRequest request) {
        return eligibility.judge(Requests.question(request, visibility.partner()));
    }

    static void refuseIfBlocked(Verdict verdict) {
        if (!verdict.blocking().isEmpty()) {
            Refusal refusal = Refusal.ofAll(
                    verdict.blocking().stream().map(BlockingRule::violation).toList());
            verdict.existingEnrollment().ifPresent(id -> refusal.property("existingId", id));
            throw refusal;
        }
    }

    private UUID studentOf(EnrollRequest request, Verdict verdict) {
        if (request.student() != null) {
            return students.register(verdict.partnerId(), request.student()).id();
        }
        UUID studentId = Objects.requireNonNull(request.studentId());
        students.hold(Map.of(studentId, verdict.personOf(studentId)));
        return studentId;
    }

    private @Nullable UUID previousOf(EnrollRequest request, UUID personId) {
        UUID previous = request.previousEnrollmentId();
        if (previous != null
                && enrollments
                        .findVisible(previous, visibility.partner())
                        .filter(e -> e.personId().equals(personId))
                        .isEmpty()) {
            throw Refusal.of(NOT_FOUND, "enrollment");
        }
        return previous;
    }

    private Enrollment enrollNow(Enrollment.Subject subject, List<FundingLine> lines, Verdict verdict) {
        Taken taken = verdict.offering().waiting() == 0
                ? counters.take(subject.seatId(), subject.offeringId())
                : counters.takePastWaiting(subject.seatId(), subject.offeringId());
        if (!taken.both()) { // full since the verdict
            Enrollment waiting = wait(subject, lines).orElseThrow(() -> full(taken, verdict));
            taken.seat().ifPresent(alone -> counters.giveBackAlone(alone.id()));
            return waiting;
        }
        Enrollment enrollment =
                persist(Enrollment.accept(subject, lines, holdUntil(), actors.current(), clock.instant()));
        publish(enrollment, counters.events(taken));
        return enrollment;
    }

    private static Refusal full(Taken taken, Verdict verdict) {
        return taken.seat().isEmpty()
                ? Refusal.of(
                        NO_SEAT_LEFT,
                        verdict.agreementNumber(),
                        verdict.offering().academicYear())
                : Refusal.of(NO_PLACE_LEFT);
    }

    private Optional<Enrollment> wait(Enrollment.Subject subject, List<FundingLine> lines) {
        return counters.wait(subject.offeringId()).map(place -> {
            Enrollment enrollment =
                    persist(Enrollment.waitlist(subject, lines, place.revision(), actors.current(), clock.instant()));
            waitingLists.note(subject.offeringId()); // what was freed since the verdict saw nobody waiting here
            publish(enrollment, List.of(PlacesChanged.of(place, clock.instant())));
            return enrollment;
        });
    }

    private Enrollment persist(Enrollment enrollment) {
        enrollments.persist(enrollment);
        enrollments.flushOrRefuseSecond(enrollment, visibility.partner());
        return enrollment;
    }

    public EnrollmentView get(UUID id) {
        return view(enrollments
                .findVisible(id, visibility.partner())
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment")));
    }

    private EnrollmentView view(Enrollment enrollment) {
        return EnrollmentView.of(enrollment, visibility, actors);
    }

    Page<EnrollmentView> list(EnrollmentFilter filter, PageParams page) {
        Object[] bound = filter.values();
        return Page.of(
                enrollments.page(filter, visibility.partner(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                this::view,
                Enrollment::id,
                bound);
    }

    public EnrollmentView cancel(UUID id, String reason) {
        return change(id, e -> e.cancel(actors.current(), reason, clock.instant()));
    }

    /** A student leaves at the earliest when the offering starts, and is not said to have left before it happened. */
    public EnrollmentView withdraw(UUID id, String reason, @Nullable LocalDate on) {
        LocalDate today = LocalDate.now(clock);
        LocalDate day = on == null ? today : on;
        return change(id, e -> {
            e.withdraw(actors.current(), reason, day, clock.instant());
            LocalDate starts = enrollments.startOf(e.offeringId());
            if (day.isBefore(starts) || day.isAfter(today)) {
                throw Refusal.of(DATE_OUTSIDE_OFFERING, starts.toString());
            }
        });
    }

    public EnrollmentView complete(UUID id, @Nullable String result) {
        return change(id, e -> e.complete(actors.current(), result, clock.instant()));
    }

    public EnrollmentView approveFunding(UUID id, UUID lineId) {
        return change(id, e -> e.approveFunding(lineId, actors.current(), clock.instant()));
    }

    public EnrollmentView refuseFunding(UUID id, UUID lineId, String reason) {
        return change(id, e -> e.refuseFunding(lineId, actors.current(), reason, clock.instant()));
    }

    private EnrollmentView change(UUID id, Consumer<Enrollment> move) {
        Enrollment enrollment = enrollments
                .lockVisible(id, visibility.partner())
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        return view(apply(enrollment, move));
    }

    /** For what happens by date: moves the enrollment if, now that it is locked, the move is still due. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void moveIf(UUID id, Predicate<Enrollment> stillDue, Consumer<Enrollment> move) {
        audit.actAsService("calendar");
        enrollments.lockVisible(id, Optional.empty()).filter(stillDue).ifPresent(enrollment -> apply(enrollment, move));
    }

    /** Carries out one move of a locked enrollment, and gives back what it held and holds no more. */
    private Enrollment apply(Enrollment enrollment, Consumer<Enrollment> move) {
        EnrollmentState before = enrollment.state();
        move.accept(enrollment);
        enrollments.flush();
        List<OutboxEvent> counted = new ArrayList<>();
        if (before.holdsSeat() && !enrollment.state().holdsSeat()) {
            counted.addAll(counters.events(counters.giveBack(enrollment.seatId(), enrollment.offeringId())));
            waitingLists.note(enrollment.offeringId());
            waitingLists.noteAgreement(enrollment.agreementId());
        } else if (before == EnrollmentState.WAITLISTED && enrollment.state() == EnrollmentState.CANCELLED) {
            counted.add(PlacesChanged.of(counters.stopWaiting(enrollment.offeringId()), clock.instant()));
        }
        publish(enrollment, counted);
        return enrollment;
    }

    /** Gives the first in line the seat and the place that are free; false when there is nobody to give them to. */
    boolean promoteFirstInLine(UUID offeringId) {
        FirstInLine found = enrollments.firstInLine(offeringId).orElse(null);
        if (found == null) {
            return false;
        }
        audit.actAsService("waiting-list");
        Enrollment first = enrollments.lockVisible(found.id(), Optional.empty()).orElseThrow();
        if (first.state() != EnrollmentState.WAITLISTED) {
            return true; // cancelled meanwhile: look again
        }
        Taken taken = counters.takeForWaiting(found.seatId(), offeringId);
        if (!taken.both()) {
            throw Refusal.of(CONCURRENT_CHANGE); // taken or lowered since the look; undo, and look again later
        }
        first.promote(found.seatId(), holdUntil(), clock.instant());
        enrollments.flush();
        publish(first, counters.events(taken));
        return true;
    }

    /**
     * Enrollments that were made with this registration count for that person from now on. Refuses what would
     * give the person a second live enrollment on an offering.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int reassign(UUID studentId, UUID fromPerson, UUID toPerson) {
        List<UUID> twice = enrollments.liveOnSameOffering(studentId, fromPerson, toPerson);
        if (!twice.isEmpty()) {
            throw Refusal.of(LIVE_ENROLLMENTS_OVERLAP)
                    .with(new Violation("/mergedStudentId", LIVE_ENROLLMENTS_OVERLAP))
                    .property("enrollmentIds", twice);
        }
        List<Enrollment> theirs = enrollments.lockOf(studentId, fromPerson);
        theirs.forEach(enrollment -> enrollment.countFor(toPerson, clock.instant()));
        enrollments.flushOrRefuse(CONCURRENT_CHANGE); // another alias of theirs was enrolled since the look
        outbox.append(theirs.stream().map(EnrollmentChanged::of).toList());
        return theirs.size();
    }

    /** All that were made with these registrations of one person. */
    public List<UUID> idsOf(Collection<UUID> studentIds) {
        return enrollments.idsOf(studentIds);
    }

    /** Those of a person that are not over. */
    public List<UUID> liveOf(UUID personId) {
        return enrollments.liveOf(personId);
    }

    /** Publishes the current state of the next enrollments after {@code after}, and returns their ids. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<UUID> reEmit(UUID after, int size) {
        List<Enrollment> chunk = enrollments.lockChunk(after, size);
        outbox.append(chunk.stream().map(EnrollmentChanged::of).toList());
        return chunk.stream().map(Enrollment::id).toList();
    }

    private LocalDate holdUntil() {
        return LocalDate.now(clock).plus(hold);
    }

    private void publish(Enrollment enrollment, List<? extends OutboxEvent> counted) {
        List<OutboxEvent> events = new ArrayList<>(3);
        events.add(EnrollmentChanged.of(enrollment));
        events.addAll(counted);
        outbox.append(events);
    }
}
