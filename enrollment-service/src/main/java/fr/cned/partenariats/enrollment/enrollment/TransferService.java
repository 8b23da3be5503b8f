package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TRANSFER_TO_ITSELF;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.admission.counter.CapacityCounters;
import fr.cned.partenariats.enrollment.admission.counter.CapacityCounters.Transfer;
import fr.cned.partenariats.enrollment.admission.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.admission.eligibility.Verdict;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ContractService;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Transfers a student to another offering or agreement. In one transaction the old enrollment ends, the new one refers
 * to it, the seat and the place change, and apprenticeship contracts go along, unless the new training has no apprenticeship.
 */
@ApplicationScoped
public class TransferService {

    private static final Set<String> FIELDS = Set.of("/agreementId", "/offeringId", "/fundings", "/reference");

    private final EligibilityService eligibility;
    private final EnrollmentRepository enrollments;
    private final StudentService students;
    private final CapacityCounters counters;
    private final WaitlistQueue waitlistQueue;
    private final ContractService contracts;
    private final ActorNames actors;
    private final Caller caller;
    private final Clock clock;
    private final Period hold;

    TransferService(
            EligibilityService eligibility,
            EnrollmentRepository enrollments,
            StudentService students,
            CapacityCounters counters,
            WaitlistQueue waitlistQueue,
            ContractService contracts,
            ActorNames actors,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.eligibility = eligibility;
        this.enrollments = enrollments;
        this.students = students;
        this.counters = counters;
        this.waitlistQueue = waitlistQueue;
        this.contracts = contracts;
        this.actors = actors;
        this.caller = caller;
        this.clock = clock;
        this.hold = hold;
    }

    /** Refuses with every blocking rule of the target. A transfer never joins a waiting list. */
    @Transactional
    public EnrollmentView transfer(UUID id, TransferRequest request) {
        Instant now = clock.instant();
        Enrollment old =
                enrollments.findVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "enrollment"));
        // Merges and erasures lock in the same order: student before enrollment.
        students.lockUnchanged(Map.of(old.studentId(), old.personId()));
        enrollments.lock(old);
        List<FundingLine> before = old.fundings();
        old.transferAway(actors.current(), request.reason(), now);
        List<FundingLine> requested = request.linesAfter(before);
        UUID agreementId = request.agreementId() == null ? old.agreementId() : request.agreementId();
        if (agreementId.equals(old.agreementId()) && request.offeringId().equals(old.offeringId())) {
            throw Refusal.of(TRANSFER_TO_ITSELF);
        }
        boolean distinct = request.isDistinctPerson(old);
        EligibilityQuery query = query(old, agreementId, request, requested, distinct);
        Verdict verdict = eligibility.judge(query);
        verdict.refusal().map(TransferService::ofTransfer).ifPresent(refusal -> {
            throw refusal;
        });
        List<FundingLine> lines = FundingLine.orPaidByStudent(requested, verdict.price());
        Enrollment.Subject subject = new Enrollment.Subject(
                old.studentId(),
                old.personId(),
                old.partnerId(),
                request.reference(),
                agreementId,
                request.offeringId(),
                verdict.offering().trainingId(),
                verdict.offering().academicYear(),
                verdict.seatId(),
                old.siteId(),
                old.id(),
                distinct);
        Transfer transfer = counters.transfer(old.seatId(), subject.seatId(), old.offeringId(), subject.offeringId());
        if (!transfer.complete()) {
            throw withoutCapacity(query, verdict, transfer.seatReserved());
        }
        enrollments.flush(); // ends the old enrollment before the unique index checks the new one
        LocalDate holdUntil = verdict.offering().holdUntil(LocalDate.now(clock).plus(hold));
        Enrollment transferred = Enrollment.accept(subject, lines, holdUntil, actors.current(), now);
        enrollments.persist(transferred);
        enrollments.flushOrRefuse(
                () -> ofTransfer(eligibility.judge(query).refusal().orElseGet(() -> Refusal.of(CONCURRENT_CHANGE))));
        contracts.transfer(old.id(), transferred.id(), actors.current());
        waitlistQueue.add(old.offeringId());
        waitlistQueue.addOfferingsOf(old.agreementId());
        return EnrollmentView.of(transferred, caller.scope());
    }

    private static EligibilityQuery query(
            Enrollment old,
            UUID agreementId,
            TransferRequest request,
            List<FundingLine> lines,
            boolean distinctPerson) {
        return new EligibilityQuery(
                old.partnerId(),
                agreementId,
                request.offeringId(),
                old.siteId(),
                EligibilityQuery.RequestedStudent.registered(old.studentId()),
                request.reference(),
                lines.stream()
                        .map(line -> new EligibilityQuery.Payment(line.kind(), line.amount()))
                        .toList(),
                null,
                distinctPerson,
                new EligibilityQuery.TransferredFrom(old.seatId(), old.offeringId()),
                null);
    }

    /** A concurrent request took the seat or the place, or a waiting student may have it. */
    private Refusal withoutCapacity(EligibilityQuery query, Verdict verdict, boolean seatReserved) {
        int waiting = verdict.offering().waiting();
        return eligibility
                .judge(
                        query,
                        verdict.facts()
                                .withCapacity(
                                        seatReserved ? verdict.seatsLeft() : 0,
                                        seatReserved ? 0 : verdict.offering().placesLeft(),
                                        waiting))
                .refusal()
                .map(TransferService::ofTransfer)
                .orElseGet(() -> Refusal.of(CONCURRENT_CHANGE));
    }

    /** The request of a transfer has no field for its student, partner and site. */
    private static Refusal ofTransfer(Refusal refusal) {
        return refusal.at(pointer -> FIELDS.contains(pointer) ? pointer : "");
    }
}
