package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.LIVE_ENROLLMENTS_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_OVER_CAPACITY;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.counter.CapacityCounters;
import fr.cned.partenariats.enrollment.counter.CapacityCounters.CounterChange;
import fr.cned.partenariats.enrollment.counter.PlacesChanged;
import fr.cned.partenariats.enrollment.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.eligibility.Verdict;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentRepository.NextPromotable;
import fr.cned.partenariats.enrollment.site.SiteOccupancyService;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
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

/** Creates enrollments and changes their state. Each public method is one transaction, which contains the events. */
@ApplicationScoped
public class EnrollmentService {

    private final EligibilityService eligibility;
    private final EnrollmentRepository enrollments;
    private final StudentService students;
    private final CapacityCounters counters;
    private final WaitlistQueue waitlistQueue;
    private final SiteOccupancyService occupancies;
    private final Outbox outbox;
    private final Audit audit;
    private final ProblemRenderer problems;
    private final ActorNames actors;
    private final Caller caller;
    private final Clock clock;
    private final Period hold;

    EnrollmentService(
            EligibilityService eligibility,
            EnrollmentRepository enrollments,
            StudentService students,
            CapacityCounters counters,
            WaitlistQueue waitlistQueue,
            SiteOccupancyService occupancies,
            Outbox outbox,
            Audit audit,
            ProblemRenderer problems,
            ActorNames actors,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.eligibility = eligibility;
        this.enrollments = enrollments;
        this.students = students;
        this.counters = counters;
        this.waitlistQueue = waitlistQueue;
        this.occupancies = occupancies;
        this.outbox = outbox;
        this.audit = audit;
        this.problems = problems;
        this.actors = actors;
        this.caller = caller;
        this.clock = clock;
        this.hold = hold;
    }

    /**
     * Reserves a seat of the agreement and a place of the offering, both or neither, and enrolls. When one of them is
     * missing, the student joins the waiting list if the list is not full. Refuses with every blocking rule.
     */
    @Transactional
    public EnrollmentView create(EnrollmentRequest request) {
        EligibilityQuery query = RegistrationMapper.query(request, caller.scope());
        Verdict verdict = eligibility.judge(query);
        verdict.requireEligible();
        UUID studentId = studentOf(request, verdict, query);
        List<FundingLine> lines = RegistrationMapper.fundingLines(request, verdict.price());
        Enrollment.Subject subject = Enrollment.Subject.of(request, verdict, studentId);
        Enrollment enrollment = verdict.mustWait()
                ? waitlist(subject, lines, verdict, query)
                        .orElseThrow(() -> withoutCapacity(
                                query,
                                verdict,
                                verdict.seatsLeft(),
                                verdict.offering().placesLeft()))
                : accept(subject, lines, verdict, query);
        return EnrollmentView.of(
                enrollment, caller.scope(), actors, verdict.possibleDuplicates(), warnings(enrollment));
    }

    /** A site over its hosting capacity warns and refuses nothing. Counts in one statement, for a hosted student only. */
    private List<EnrollmentView.Warning> warnings(Enrollment enrollment) {
        UUID site = enrollment.siteId();
        if (site == null || !enrollment.state().holdsSeat()) {
            return List.of();
        }
        return occupancies.overCapacity(site, enrollment.academicYear()).stream()
                .map(occupancy -> new EnrollmentView.Warning(
                        SITE_OVER_CAPACITY.code(),
                        problems.detail(
                                SITE_OVER_CAPACITY,
                                Integer.toString(occupancy.enrollments()),
                                occupancy.academicYear(),
                                String.valueOf(occupancy.hostingCapacity()))))
                .toList();
    }

    /** Judges a request and changes nothing. */
    @Transactional
    public EligibilityView checkEligibility(EnrollmentRequest request) {
        return EligibilityView.of(eligibility.judge(RegistrationMapper.query(request, caller.scope())), problems);
    }

    private UUID studentOf(EnrollmentRequest request, Verdict verdict, EligibilityQuery query) {
        if (request.student() != null) {
            return students.insert(verdict.partnerId(), request.student(), () -> refusalNow(query))
                    .id();
        }
        UUID studentId = Objects.requireNonNull(request.studentId());
        students.lockUnchanged(Map.of(studentId, verdict.personOf(studentId)));
        return studentId;
    }

    /** The verdict after a concurrent change that a unique index or a trigger noticed. Needs a new transaction. */
    private Refusal refusalNow(EligibilityQuery query) {
        return eligibility.judge(query).refusal().orElseGet(() -> Refusal.of(CONCURRENT_CHANGE));
    }

    /** Falls back to the waiting list when a concurrent request took the seat or the place after the verdict. */
    private Enrollment accept(
            Enrollment.Subject subject, List<FundingLine> lines, Verdict verdict, EligibilityQuery query) {
        CounterChange reserved = verdict.offering().waiting() == 0
                ? counters.reserve(subject.seatId(), subject.offeringId())
                : counters.reservePastWaitlist(subject.seatId(), subject.offeringId());
        if (!reserved.isComplete()) {
            boolean seatReserved = reserved.seat().isPresent();
            Enrollment waiting = waitlist(subject, lines, verdict, query)
                    .orElseThrow(() -> withoutCapacity(
                            query,
                            verdict,
                            seatReserved ? verdict.seatsLeft() : 0,
                            seatReserved ? 0 : verdict.offering().placesLeft()));
            reserved.seat().ifPresent(seat -> counters.releaseSeat(seat.id()));
            return waiting;
        }
        Enrollment enrollment =
                persist(Enrollment.accept(subject, lines, holdUntil(), actors.current(), clock.instant()), query);
        publish(enrollment, counters.events(reserved));
        return enrollment;
    }

    /** The refusal of a request whose seat or place a concurrent one took, while the waiting list is full. */
    private Refusal withoutCapacity(EligibilityQuery query, Verdict verdict, int seatsLeft, int placesLeft) {
        return eligibility
                .judge(
                        query,
                        verdict.facts()
                                .withCapacity(
                                        seatsLeft,
                                        placesLeft,
                                        verdict.offering().waitingListSize()))
                .refusal()
                .orElseGet(() -> Refusal.of(CONCURRENT_CHANGE));
    }

    private Optional<Enrollment> waitlist(
            Enrollment.Subject subject, List<FundingLine> lines, Verdict verdict, EligibilityQuery query) {
        return counters.joinWaitlist(subject.offeringId(), verdict.offering().waitingListSize())
                .map(place -> {
                    Enrollment enrollment = persist(
                            Enrollment.waitlist(subject, lines, place.revision(), actors.current(), clock.instant()),
                            query);
                    // A place that was released since the verdict found no waiting student.
                    waitlistQueue.add(subject.offeringId());
                    publish(enrollment, List.of(PlacesChanged.of(place, clock.instant())));
                    return enrollment.withWaitlistRank(place.waiting());
                });
    }

    private Enrollment persist(Enrollment enrollment, EligibilityQuery query) {
        enrollments.persist(enrollment);
        enrollments.flushOrRefuse(() -> refusalNow(query));
        return enrollment;
    }

    @Transactional
    public EnrollmentView get(UUID id) {
        return view(enrollments.findVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment")));
    }

    private EnrollmentView view(Enrollment enrollment) {
        return EnrollmentView.of(enrollment, caller.scope(), actors);
    }

    @Transactional
    Page<EnrollmentView> list(EnrollmentFilter filter, PageParams page) {
        Object[] bound = filter.values();
        return Page.of(
                enrollments.page(filter, caller.scope(), page.after(UUID.class, bound), page.fetchSize()),
                page,
                this::view,
                Enrollment::id,
                bound);
    }

    @Transactional
    public EnrollmentView cancel(UUID id, String reason) {
        return change(id, e -> e.cancel(actors.current(), reason, clock.instant()));
    }

    @Transactional
    public EnrollmentView withdraw(UUID id, String reason, @Nullable LocalDate on) {
        LocalDate today = LocalDate.now(clock);
        LocalDate day = on == null ? today : on;
        return change(id, e -> {
            e.withdraw(actors.current(), reason, day, clock.instant());
            Enrollment.checkWithdrawalDay(day, enrollments.startOf(e.offeringId()), today);
        });
    }

    @Transactional
    public EnrollmentView complete(UUID id, @Nullable String result) {
        return change(id, e -> e.complete(actors.current(), result, clock.instant()));
    }

    @Transactional
    public EnrollmentView approveFunding(UUID id, UUID lineId) {
        return change(id, e -> e.approveFunding(lineId, actors.current(), clock.instant()));
    }

    @Transactional
    public EnrollmentView refuseFunding(UUID id, UUID lineId, String reason) {
        return change(id, e -> e.refuseFunding(lineId, actors.current(), reason, clock.instant()));
    }

    /**
     * Changes the price within the agreement's tariff. The lines sum to the price; without lines the student pays it.
     *
     * @return the price before
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public BigDecimal changePrice(UUID id, BigDecimal price, List<EnrollmentRequest.Line> lines, String reason) {
        Enrollment enrollment =
                enrollments.lockVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        eligibility.requirePriceWithinTariff(
                enrollment.partnerId(),
                enrollment.agreementId(),
                enrollment.offeringId(),
                price,
                lines.stream()
                        .map(line -> new EligibilityQuery.Payment(line.kind(), line.amount()))
                        .toList());
        BigDecimal before = enrollment.price();
        Instant now = clock.instant();
        List<FundingLine> agreed = lines.stream()
                .map(line -> FundingLine.agreed(line, now, actors.current()))
                .toList();
        apply(
                enrollment,
                e -> e.changePrice(RegistrationMapper.orPaidByStudent(agreed, price), actors.current(), reason, now));
        return before;
    }

    private EnrollmentView change(UUID id, Consumer<Enrollment> change) {
        Enrollment enrollment =
                enrollments.lockVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        return view(apply(enrollment, change));
    }

    /** For scheduled changes: locks the enrollment and changes it if the condition still holds. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void changeIf(UUID id, Predicate<Enrollment> stillDue, Consumer<Enrollment> change) {
        audit.actAsService("calendar");
        enrollments
                .lockVisible(id, TenantScope.ALL)
                .filter(stillDue)
                .ifPresent(enrollment -> apply(enrollment, change));
    }

    /** Changes a locked enrollment and releases the seat and place that it no longer needs. */
    private Enrollment apply(Enrollment enrollment, Consumer<Enrollment> change) {
        EnrollmentState before = enrollment.state();
        change.accept(enrollment);
        enrollments.flush();
        List<OutboxEvent> counted = new ArrayList<>();
        if (before.holdsSeat() && !enrollment.state().holdsSeat()) {
            counted.addAll(counters.events(counters.release(enrollment.seatId(), enrollment.offeringId())));
            waitlistQueue.add(enrollment.offeringId());
            waitlistQueue.addOfferingsOf(enrollment.agreementId());
        } else if (before == EnrollmentState.WAITLISTED && enrollment.state() == EnrollmentState.CANCELLED) {
            counted.add(PlacesChanged.of(counters.leaveWaitlist(enrollment.offeringId()), clock.instant()));
        }
        publish(enrollment, counted);
        return enrollment;
    }

    /** Promotes the next waiting student for whom a seat and a place are free; false when there is none. */
    @Transactional
    boolean promoteNext(UUID offeringId) {
        NextPromotable next = enrollments.nextPromotable(offeringId).orElse(null);
        if (next == null) {
            return false;
        }
        audit.actAsService("waiting-list");
        Enrollment waiting = enrollments.lockVisible(next.id(), TenantScope.ALL).orElseThrow();
        if (waiting.state() != EnrollmentState.WAITLISTED) {
            return true; // cancelled since the query: the caller tries the next one
        }
        CounterChange reserved = counters.reserveForPromotion(next.seatId(), offeringId);
        if (!reserved.isComplete()) {
            throw Refusal.of(CONCURRENT_CHANGE); // used or lowered since the query: roll back, retry later
        }
        waiting.promote(next.seatId(), holdUntil(), clock.instant());
        enrollments.flush();
        publish(waiting, counters.events(reserved));
        return true;
    }

    /**
     * Assigns the enrollments of a registration to another person. Refuses if that person would then have two live
     * enrollments on one offering.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int reassign(UUID studentId, UUID fromPerson, UUID toPerson) {
        List<UUID> overlapping = enrollments.liveOnSameOffering(studentId, fromPerson, toPerson);
        if (!overlapping.isEmpty()) {
            throw Refusal.of(LIVE_ENROLLMENTS_OVERLAP)
                    .with(new Violation("/mergedStudentId", LIVE_ENROLLMENTS_OVERLAP))
                    .property("enrollmentIds", overlapping);
        }
        List<Enrollment> reassigned = enrollments.lockOf(studentId, fromPerson);
        reassigned.forEach(enrollment -> enrollment.assignTo(toPerson, clock.instant()));
        enrollments.flushOrRefuse(CONCURRENT_CHANGE); // a concurrent enrollment of another alias of the person
        outbox.append(reassigned.stream().map(EnrollmentChanged::of).toList());
        return reassigned.size();
    }

    /** The enrollments of these registrations of one person. */
    @Transactional
    public List<UUID> idsOf(Collection<UUID> studentIds) {
        return enrollments.idsOf(studentIds);
    }

    /** The live enrollments of a person. */
    @Transactional
    public List<UUID> liveOf(UUID personId) {
        return enrollments.liveOf(personId);
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
