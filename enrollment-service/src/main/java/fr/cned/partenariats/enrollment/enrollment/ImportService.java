package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.counter.BulkCapacityCounters;
import fr.cned.partenariats.enrollment.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.eligibility.EligibilityFacts;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.eligibility.Verdict;
import fr.cned.partenariats.enrollment.student.Student;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Enrolls many students in one transaction with a constant number of statements. A first pass without locks refuses
 * rows. For the other rows the service locks the counters and reads the facts again. It judges the rows in order, each
 * with the capacity that the previous rows leave, and inserts the accepted rows together.
 */
@ApplicationScoped
public class ImportService {

    private final EligibilityService eligibility;
    private final EnrollmentRepository enrollments;
    private final StudentService students;
    private final BulkCapacityCounters counters;
    private final WaitlistQueue waitlistQueue;
    private final Outbox outbox;
    private final Audit audit;
    private final ProblemRenderer problems;
    private final ActorNames actors;
    private final Caller caller;
    private final Clock clock;
    private final Period hold;

    ImportService(
            EligibilityService eligibility,
            EnrollmentRepository enrollments,
            StudentService students,
            BulkCapacityCounters counters,
            WaitlistQueue waitlistQueue,
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
        this.outbox = outbox;
        this.audit = audit;
        this.problems = problems;
        this.actors = actors;
        this.caller = caller;
        this.clock = clock;
        this.hold = hold;
    }

    /** Refuses the whole request if it is malformed or the caller may not see the agreement. */
    @Transactional
    public ImportView importAll(ImportRequest request) {
        request.requireOneStudentPerRow();
        eligibility.requireVisibleAgreement(request.agreementId());
        audit.record(AuditedChange.of("import", request.agreementId())); // also when every row is refused
        List<EnrollmentRequest> rows =
                request.rows().stream().map(request::registration).toList();
        ImportView.Row[] outcomes = new ImportView.Row[rows.size()];
        Map<Integer, EligibilityQuery> queries = queries(request, rows, outcomes);
        refuseWithoutLock(request, queries, outcomes);
        if (!queries.isEmpty()) {
            ImportState state =
                    lock(request, queries.keySet().stream().map(rows::get).toList());
            forEachRow(queries, (i, query, facts) -> outcomes[i] = decide(request, i, query, facts, state));
            write(state);
        }
        return ImportView.of(List.of(outcomes));
    }

    private Map<Integer, EligibilityQuery> queries(
            ImportRequest request, List<EnrollmentRequest> rows, ImportView.Row[] outcomes) {
        Map<Integer, EligibilityQuery> queries = new TreeMap<>();
        for (int i = 0; i < outcomes.length; i++) {
            try {
                queries.put(i, RegistrationMapper.query(rows.get(i), caller.scope()));
            } catch (Refusal refusal) {
                outcomes[i] = refused(request, i, blocking(i, refusal.violations()), null);
            }
        }
        return queries;
    }

    /**
     * Refuses and removes rows before any lock is taken. This is final: no row of an import releases capacity for
     * another. So the import locks only counters of offerings that the caller may use.
     */
    private void refuseWithoutLock(
            ImportRequest request, Map<Integer, EligibilityQuery> queries, ImportView.Row[] outcomes) {
        forEachRow(
                queries, (i, query, facts) -> refusal(request, i, query, facts).ifPresent(row -> outcomes[i] = row));
        queries.keySet().removeIf(i -> outcomes[i] != null);
    }

    private interface RowConsumer {
        void accept(int index, EligibilityQuery query, EligibilityFacts facts);
    }

    /** Reads the facts of all rows in two statements. A row without a partner is refused for that. */
    private void forEachRow(Map<Integer, EligibilityQuery> queries, RowConsumer consumer) {
        List<EligibilityFacts> facts = eligibility.findFacts(List.copyOf(queries.values()));
        List<EligibilityService.Registration> registrations = new ArrayList<>();
        Iterator<EligibilityFacts> ofRows = facts.iterator();
        queries.values().forEach(query -> {
            UUID partnerId = ofRows.next().partnerId();
            if (partnerId != null) {
                registrations.add(new EligibilityService.Registration(partnerId, query));
            }
        });
        Iterator<EligibilityFacts.Person> persons =
                eligibility.findPersons(registrations).iterator();
        Iterator<EligibilityFacts> again = facts.iterator();
        queries.forEach((i, query) -> {
            EligibilityFacts found = again.next();
            consumer.accept(i, query, found.partnerId() == null ? found : found.withPerson(persons.next()));
        });
    }

    private Optional<ImportView.Row> refusal(
            ImportRequest request, int index, EligibilityQuery query, EligibilityFacts facts) {
        try {
            Verdict verdict = eligibility.judge(query, facts);
            return verdict.blocking().isEmpty()
                    ? Optional.empty()
                    : Optional.of(refused(
                            request,
                            index,
                            blocking(index, verdict),
                            verdict.existing().orElse(null)));
        } catch (Refusal refusal) {
            if (refusal.isTemporary()) {
                throw refusal; // not-yet-propagated: the same import will be accepted soon
            }
            return Optional.of(refused(request, index, blocking(index, refusal.violations()), null));
        }
    }

    /** Locks first: the data that is read afterwards cannot change until the commit. */
    private ImportState lock(ImportRequest request, List<EnrollmentRequest> rows) {
        return new ImportState(counters.lock(
                request.agreementId(),
                rows.stream().map(EnrollmentRequest::offeringId).distinct().toList()));
    }

    private ImportView.Row decide(
            ImportRequest request, int index, EligibilityQuery query, EligibilityFacts facts, ImportState state) {
        EnrollmentRequest row = request.registration(request.rows().get(index));
        Verdict verdict;
        try {
            verdict = eligibility.judge(query, state.adjust(query, facts));
        } catch (Refusal refusal) {
            return refused(request, index, blocking(index, refusal.violations()), null);
        }
        if (!verdict.blocking().isEmpty()) {
            return refused(
                    request, index, blocking(index, verdict), verdict.existing().orElse(null));
        }
        return ImportView.Row.accepted(
                index,
                request.rows().get(index).reference(),
                enroll(row, query, verdict, state),
                verdict.possibleDuplicates());
    }

    private Enrollment enroll(EnrollmentRequest row, EligibilityQuery query, Verdict verdict, ImportState state) {
        Instant now = clock.instant();
        Enrollment.Subject subject = Enrollment.Subject.of(row, verdict, studentOf(row, verdict.partnerId(), state));
        List<FundingLine> lines = RegistrationMapper.fundingLines(row, verdict.price());
        Enrollment enrollment;
        if (verdict.mustWait()) {
            long rank = state.capacity().joinWaitlist(subject.offeringId());
            enrollment = Enrollment.waitlist(subject, lines, rank, actors.current(), now);
        } else {
            state.capacity().reserve(subject.seatId(), subject.offeringId());
            enrollment = Enrollment.accept(subject, lines, LocalDate.now(clock).plus(hold), actors.current(), now);
        }
        state.enroll(enrollment, query, verdict.facts());
        return enrollment;
    }

    private UUID studentOf(EnrollmentRequest row, UUID partnerId, ImportState state) {
        StudentData data = row.student();
        if (data == null) {
            return Objects.requireNonNull(row.studentId());
        }
        Student student = students.draft(partnerId, data);
        state.register(partnerId, student, data.ine());
        return student.id();
    }

    /** A concurrent registration of one of the students fails this attempt; the retry sees it. */
    private void write(ImportState state) {
        List<OutboxEvent> events = new ArrayList<>(
                state.enrollments().stream().map(EnrollmentChanged::of).toList());
        students.lockUnchanged(state.personsOfKnownStudents());
        try {
            students.insertAll(state.students());
            enrollments.insertAll(state.enrollments());
        } catch (ConstraintViolationException concurrent) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
        events.addAll(counters.write(state.capacity()));
        // Students who joined earlier may lack a seat that the new ones have.
        state.capacity().offeringsWithNewWaiting().forEach(waitlistQueue::add);
        outbox.append(events);
    }

    private ImportView.Row refused(
            ImportRequest request, int index, List<EligibilityView.Blocking> refusals, @Nullable UUID existingId) {
        return ImportView.Row.refused(index, request.rows().get(index).reference(), refusals, existingId);
    }

    private List<EligibilityView.Blocking> blocking(int index, Verdict verdict) {
        return blocking(
                index, verdict.blocking().stream().map(BlockingRule::violation).toList());
    }

    private List<EligibilityView.Blocking> blocking(int index, List<Violation> violations) {
        return Refusal.invalid(violations.toArray(Violation[]::new))
                .at(pointer -> pointer(index, pointer))
                .violations()
                .stream()
                .map(violation -> EligibilityView.Blocking.of(violation, problems))
                .toList();
    }

    /** Every field is per row except the agreement, which the whole import shares. */
    private static String pointer(int index, String pointer) {
        return pointer.equals("/agreementId") ? pointer : "/rows/" + index + pointer;
    }
}
