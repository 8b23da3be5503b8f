package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.HOURS_DECLARED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.LIVE_ENROLLMENTS_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.OFFERING_ENDED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ERASED;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.admission.counter.CapacityCounters;
import fr.cned.partenariats.enrollment.admission.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentRepository.NextPromotable;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ContractService;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceService;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Changes the state of enrollments. Each public method is one transaction, which contains the events. */
@ApplicationScoped
public class EnrollmentService implements PersonalDataSource {

    private final EligibilityService eligibility;
    private final EnrollmentRepository enrollments;
    private final CapacityCounters counters;
    private final ContractService contracts;
    private final AttendanceService attendance;
    private final WaitlistQueue waitlistQueue;
    private final ChangeRecorder recorder;
    private final MergePatch patches;
    private final ActorNames actors;
    private final Caller caller;
    private final Clock clock;
    private final Period hold;

    EnrollmentService(
            EligibilityService eligibility,
            EnrollmentRepository enrollments,
            CapacityCounters counters,
            ContractService contracts,
            AttendanceService attendance,
            WaitlistQueue waitlistQueue,
            ChangeRecorder recorder,
            MergePatch patches,
            ActorNames actors,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.eligibility = eligibility;
        this.enrollments = enrollments;
        this.counters = counters;
        this.contracts = contracts;
        this.attendance = attendance;
        this.waitlistQueue = waitlistQueue;
        this.recorder = recorder;
        this.patches = patches;
        this.actors = actors;
        this.caller = caller;
        this.clock = clock;
        this.hold = hold;
    }

    @Transactional
    public EnrollmentView get(UUID id) {
        return view(enrollments.findVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment")));
    }

    private EnrollmentView view(Enrollment enrollment) {
        return EnrollmentView.of(enrollment, caller.scope());
    }

    @Transactional
    public Page<EnrollmentView> list(EnrollmentFilter filter, PageParams page) {
        return list(filter, null, page);
    }

    /** Those of the students that have a confirmed or active enrollment, under the ids of all their registrations. */
    @Transactional
    public Set<UUID> activePersons(Collection<UUID> students) {
        return Set.copyOf(enrollments.activePersons(students));
    }

    /** The audit trail keeps who searched, and no word. */
    @Transactional
    Page<EnrollmentView> search(String words, EnrollmentFilter filter, PageParams page) {
        Page<EnrollmentView> found = list(filter, words, page);
        recorder.record(new ChangeRecord(
                "enrollment-search",
                null,
                null,
                null,
                List.of("words", "results:" + found.items().size())));
        return found;
    }

    private Page<EnrollmentView> list(EnrollmentFilter filter, @Nullable String words, PageParams page) {
        if (words != null || filter.situation != null) {
            caller.requireScope(STUDENTS_READ);
        }
        return Page.of(
                enrollments.page(filter, words, caller.scope(), page.after(UUID.class, filter, words), page),
                page,
                this::view,
                Enrollment::id,
                filter,
                words);
    }

    @Transactional
    public EnrollmentView cancel(UUID id, String reason) {
        return change(id, e -> e.cancel(actors.current(), reason, clock.instant()));
    }

    @Transactional
    public EnrollmentView withdraw(UUID id, String reason, @Nullable LocalDate on) {
        return withdraw(actors.requester(), id, reason, on);
    }

    EnrollmentView withdraw(Requester by, UUID id, String reason, @Nullable LocalDate on) {
        LocalDate today = LocalDate.now(clock);
        LocalDate day = on == null ? today : on;
        return change(by, id, e -> {
            RefundTerms terms = enrollments.refundTerms(e.agreementId(), e.offeringId());
            e.withdraw(by.name(), reason, day, terms, clock.instant());
            WithdrawalRules.requirePossibleDay(day, terms.startsOn(), today);
        });
    }

    @Transactional
    public EnrollmentView complete(UUID id, ExamResult result) {
        return complete(actors.requester(), id, result);
    }

    EnrollmentView complete(Requester by, UUID id, ExamResult result) {
        ResultRules.refuseContradictions(result);
        return change(by, id, e -> {
            e.complete(by.name(), result, clock.instant());
            requirePossibleDates(result, e);
        });
    }

    @Transactional
    public EnrollmentView correctResult(UUID id, ExpectedRevision expected, ExamResult result, String reason) {
        return correctResult(actors.requester(), id, e -> expected.check(e.revision()), result, reason);
    }

    /** @param isExpected refuses a correction of another state than the requester has read */
    EnrollmentView correctResult(
            Requester by, UUID id, Consumer<Enrollment> isExpected, ExamResult result, String reason) {
        ResultRules.refuseContradictions(result);
        return change(by, id, e -> {
            isExpected.accept(e);
            refuseErased(e);
            e.correctResult(result, by.name(), reason, clock.instant());
            requirePossibleDates(result, e);
        });
    }

    private void requirePossibleDates(ExamResult result, Enrollment enrollment) {
        ResultRules.requirePossibleDates(
                result, enrollments.periodOf(enrollment.offeringId()).firstDay(), LocalDate.now(clock));
    }

    @Transactional
    public EnrollmentView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        return update(
                actors.requester(),
                id,
                e -> expected.check(e.revision()),
                before -> patches.apply(before, patch, EnrollmentDetails.class));
    }

    /** @param isExpected refuses a change of another state than the requester has read */
    EnrollmentView update(
            Requester by, UUID id, Consumer<Enrollment> isExpected, UnaryOperator<EnrollmentDetails> change) {
        return change(by, id, e -> {
            isExpected.accept(e);
            refuseErased(e);
            e.update(change.apply(e.details()), by.name(), clock.instant());
        });
    }

    /** A student with declared hours was there: the enrollment was no mistake. */
    @Transactional
    public EnrollmentView annul(UUID id, String reason) {
        return change(id, e -> {
            refuseErased(e);
            if (attendance.hasHours(id)) {
                throw Refusal.of(HOURS_DECLARED);
            }
            e.annul(actors.current(), reason, clock.instant());
        });
    }

    private void refuseErased(Enrollment enrollment) {
        if (enrollments.isErased(enrollment.studentId())) {
            throw Refusal.of(STUDENT_ERASED);
        }
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
    public BigDecimal changePrice(UUID id, BigDecimal price, List<FundingLineRequest> lines, String reason) {
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
                .map(line -> FundingLine.request(line.kind(), line.funder(), line.amount())
                        .agreed(now, actors.current()))
                .toList();
        apply(
                enrollment,
                e -> e.changePrice(FundingLine.orPaidByStudent(agreed, price), actors.current(), reason, now));
        return before;
    }

    EnrollmentView change(UUID id, Consumer<Enrollment> change) {
        return change(actors.requester(), id, change);
    }

    private EnrollmentView change(Requester by, UUID id, Consumer<Enrollment> change) {
        Enrollment enrollment =
                enrollments.lockVisible(id, by.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        return EnrollmentView.of(apply(enrollment, change), by.scope());
    }

    /** For scheduled changes: locks the enrollment and changes it if the condition still holds. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void changeIf(UUID id, Predicate<Enrollment> stillDue, Consumer<Enrollment> change) {
        changeIf("calendar", id, stillDue, change);
    }

    /** Keeps what an OPCO reports of the dossier of an enrollment. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void follow(UUID id, OpcoDossier report) {
        changeIf(ActorNames.OPCO, id, e -> e.isNews(report), e -> e.follow(report, ActorNames.OPCO, clock.instant()));
    }

    private void changeIf(String job, UUID id, Predicate<Enrollment> stillDue, Consumer<Enrollment> change) {
        recorder.actAsService(job);
        enrollments
                .lockVisible(id, TenantScope.ALL)
                .filter(stillDue)
                .ifPresent(enrollment -> apply(enrollment, change));
    }

    /** Changes a locked enrollment and releases the seat and place that it no longer needs. */
    private Enrollment apply(Enrollment enrollment, Consumer<Enrollment> change) {
        EnrollmentState before = enrollment.state();
        change.accept(enrollment);
        if (before == EnrollmentState.PENDING_FUNDING && enrollment.state() == EnrollmentState.CONFIRMED) {
            refuseAfterTheEnd(enrollment.offeringId());
        }
        enrollments.flush();
        if (before.holdsSeat() && !enrollment.state().holdsSeat()) {
            counters.release(enrollment.seatId(), enrollment.offeringId());
            waitlistQueue.add(enrollment.offeringId());
            waitlistQueue.addOfferingsOf(enrollment.agreementId());
            endContracts(enrollment);
        } else if (before == EnrollmentState.WAITLISTED && !enrollment.state().isLive()) {
            counters.leaveWaitlist(enrollment.offeringId());
        }
        return enrollment;
    }

    private void endContracts(Enrollment left) {
        @Nullable LocalDate withdrawnOn = left.withdrawnOn();
        HistoryEntry last = left.history().get(left.history().size() - 1);
        contracts.endWithEnrollment(left.id(), withdrawnOn == null ? LocalDate.now(clock) : withdrawnOn, last.by());
    }

    /** A decision about the funding after the last day confirms nobody: the calendar cancels the enrollment. */
    private void refuseAfterTheEnd(UUID offeringId) {
        LocalDate lastDay = enrollments.periodOf(offeringId).lastDay();
        if (LocalDate.now(clock).isAfter(lastDay)) {
            throw Refusal.of(OFFERING_ENDED, lastDay.toString());
        }
    }

    /** Promotes the next waiting student for whom a seat and a place are free; false when there is none. */
    @Transactional
    boolean promoteNext(UUID offeringId) {
        LocalDate today = LocalDate.now(clock);
        NextPromotable next =
                enrollments.nextPromotable(offeringId, today, today.plus(hold)).orElse(null);
        if (next == null) {
            return false;
        }
        recorder.actAsService("waiting-list");
        Enrollment waiting = enrollments.lockVisible(next.id(), TenantScope.ALL).orElseThrow();
        if (waiting.state() != EnrollmentState.WAITLISTED) {
            return true; // cancelled since the query: the caller tries the next one
        }
        if (!counters.reserveForPromotion(next.seatId(), offeringId)) {
            throw Refusal.of(CONCURRENT_CHANGE); // used or lowered since the query: roll back, retry later
        }
        waiting.promote(next.seatId(), next.holdUntil(), clock.instant());
        enrollments.flush();
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
            throw Refusal.at("/mergedStudentId", LIVE_ENROLLMENTS_OVERLAP).property("enrollmentIds", overlapping);
        }
        List<Enrollment> reassigned = enrollments.lockOf(studentId, fromPerson);
        reassigned.forEach(enrollment -> enrollment.assignTo(toPerson, clock.instant()));
        enrollments.flushOrRefuse(CONCURRENT_CHANGE); // a concurrent enrollment of another alias of the person
        return reassigned.size();
    }

    @Transactional
    public List<UUID> idsOf(Collection<UUID> studentIds) {
        return enrollments.idsOf(studentIds);
    }

    @Transactional
    public List<UUID> liveOf(UUID personId) {
        return enrollments.liveOf(personId);
    }

    @Override
    public String section() {
        return "enrollments";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return enrollments.list("id in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(enrollment -> EnrollmentView.of(enrollment, scope))
                .toList();
    }

    /** Publishes the new revisions, so that consumers stay up to date. The events contain no erased text. */
    @Override
    public int erase(Person person) {
        List<Enrollment> ofPerson = enrollments.lock(person.enrollmentIds());
        ofPerson.forEach(enrollment -> enrollment.erase(clock.instant()));
        enrollments.flush();
        return ofPerson.size();
    }
}
