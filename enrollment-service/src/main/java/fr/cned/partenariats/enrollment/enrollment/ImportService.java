package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ALREADY_REGISTERED;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.counter.BulkCounters;
import fr.cned.partenariats.enrollment.counter.Room;
import fr.cned.partenariats.enrollment.counter.WaitingListWork;
import fr.cned.partenariats.enrollment.eligibility.Eligibility;
import fr.cned.partenariats.enrollment.eligibility.Eligibility.Verdict;
import fr.cned.partenariats.enrollment.eligibility.Facts;
import fr.cned.partenariats.enrollment.eligibility.Question;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Many registrations in one transaction and a handful of statements. Rows that are refused as things stand are
 * answered without a lock. For the others the counters are locked, and what the rules look at is read again; each row
 * is judged by the same rules as a single registration, with what those before it have left; and all is written at
 * once.
 */
@ApplicationScoped
@Transactional
public class ImportService {

    private final Eligibility eligibility;
    private final EnrollmentRepository enrollments;
    private final StudentService students;
    private final BulkCounters counters;
    private final WaitingListWork waitingLists;
    private final Outbox outbox;
    private final Audit audit;
    private final ProblemRenderer problems;
    private final Actors actors;
    private final Visibility visibility;
    private final Clock clock;
    private final Period hold;

    ImportService(
            Eligibility eligibility,
            EnrollmentRepository enrollments,
            StudentService students,
            BulkCounters counters,
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

    /** Answers each row by itself; refuses whole a request that is malformed, or of an agreement not to be seen. */
    public ImportView enrollAll(ImportRequest request) {
        request.refuseMalformed();
        eligibility.requireVisibleAgreement(request.agreementId());
        audit.record(AuditedChange.of("import", request.agreementId())); // also when each row is refused
        List<EnrollRequest> rows = request.rows().stream().map(request::single).toList();
        ImportView.Row[] answers = new ImportView.Row[rows.size()];
        Map<Integer, Question> questions = questions(request, rows, answers);
        refuseWithoutLock(request, questions, answers);
        if (!questions.isEmpty()) {
            ImportLedger ledger =
                    open(request, questions.keySet().stream().map(rows::get).toList());
            inTurn(questions, (i, question, facts) -> answers[i] = decide(request, i, question, facts, ledger));
            write(ledger);
        }
        return ImportView.of(List.of(answers));
    }

    private Map<Integer, Question> questions(
            ImportRequest request, List<EnrollRequest> rows, ImportView.Row[] answers) {
        Map<Integer, Question> questions = new TreeMap<>();
        for (int i = 0; i < answers.length; i++) {
            try {
                questions.put(i, Requests.question(rows.get(i), visibility.partner()));
            } catch (Refusal refusal) {
                answers[i] = refused(request, i, blocking(i, refusal.violations()), null);
            }
        }
        return questions;
    }

    /**
     * Answers and removes the rows that are refused as things stand: no row of an import frees anything for another.
     * So only counters of offerings that the caller may use are locked, and not while refusals are written.
     */
    private void refuseWithoutLock(ImportRequest request, Map<Integer, Question> questions, ImportView.Row[] answers) {
        inTurn(questions, (i, question, facts) -> {
            List<EligibilityView.Blocking> blocking = blocking(i, question, facts);
            if (!blocking.isEmpty()) {
                answers[i] = refused(request, i, blocking, null);
            }
        });
        questions.keySet().removeIf(i -> answers[i] != null);
    }

    private interface RowWork {
        void of(int index, Question question, Facts facts);
    }

    private void inTurn(Map<Integer, Question> questions, RowWork work) {
        Iterator<Facts> facts =
                eligibility.factsOf(List.copyOf(questions.values())).iterator();
        questions.forEach((i, question) -> work.of(i, question, facts.next()));
    }

    private List<EligibilityView.Blocking> blocking(int index, Question question, Facts facts) {
        try {
            return blocking(index, eligibility.judge(question, facts));
        } catch (Refusal refusal) {
            return blocking(index, refusal.violations());
        }
    }

    /** Locks first, so that nothing of what is read then can change until the end. */
    private ImportLedger open(ImportRequest request, List<EnrollRequest> rows) {
        Room room = counters.lock(
                request.agreementId(),
                rows.stream().map(EnrollRequest::offeringId).distinct().toList());
        return new ImportLedger(
                room,
                students.inesTaken(rows.stream()
                        .map(EnrollRequest::student)
                        .flatMap(Stream::ofNullable)
                        .toList()),
                enrollments.personsOf(
                        rows.stream()
                                .map(EnrollRequest::previousEnrollmentId)
                                .flatMap(Stream::ofNullable)
                                .toList(),
                        visibility.partner()));
    }

    private ImportView.Row decide(
            ImportRequest request, int index, Question question, Facts found, ImportLedger ledger) {
        EnrollRequest row = request.single(request.rows().get(index));
        Verdict verdict;
        try {
            verdict = eligibility.judge(question, ledger.asLeft(question, found));
        } catch (Refusal refusal) {
            return refused(request, index, blocking(index, refusal.violations()), null);
        }
        if (!verdict.blocking().isEmpty()) {
            return refused(request, index, blocking(index, verdict), null);
        }
        StudentData data = row.student();
        UUID existing = data == null ? null : ledger.studentWith(verdict.partnerId(), data.ine());
        if (existing != null) {
            Violation taken = new Violation("/student/ine", STUDENT_ALREADY_REGISTERED);
            return refused(request, index, blocking(index, List.of(taken)), existing);
        }
        UUID previous = row.previousEnrollmentId();
        if (previous != null && !ledger.isPreviousOf(previous, verdict.facts().student())) {
            Violation unknown = new Violation("/previousEnrollmentId", NOT_FOUND, "enrollment");
            return refused(request, index, blocking(index, List.of(unknown)), null);
        }
        return ImportView.Row.accepted(index, request.rows().get(index).reference(), enroll(row, verdict, ledger));
    }

    private Enrollment enroll(EnrollRequest row, Verdict verdict, ImportLedger ledger) {
        Instant now = clock.instant();
        UUID studentId = studentOf(row, verdict.partnerId(), ledger);
        Enrollment.Subject subject = new Enrollment.Subject(
                studentId,
                verdict.personOf(studentId),
                verdict.partnerId(),
                row.agreementId(),
                row.offeringId(),
                verdict.offering().trainingId(),
                verdict.offering().academicYear(),
                Objects.requireNonNull(verdict.facts().seat()).id(),
                row.siteId(),
                row.previousEnrollmentId());
        List<FundingLine> lines = Requests.fundingLines(row, verdict.price());
        Enrollment enrollment;
        if (verdict.mustWait()) {
            long rank = ledger.room().wait(subject.offeringId());
            enrollment = Enrollment.waitlist(subject, lines, rank, actors.current(), now);
        } else {
            ledger.room().take(subject.seatId(), subject.offeringId());
            enrollment = Enrollment.accept(subject, lines, LocalDate.now(clock).plus(hold), actors.current(), now);
        }
        ledger.enroll(enrollment);
        return enrollment;
    }

    private UUID studentOf(EnrollRequest row, UUID partnerId, ImportLedger ledger) {
        StudentData data = row.student();
        if (data == null) {
            return Objects.requireNonNull(row.studentId());
        }
        Student student = students.draft(partnerId, data);
        ledger.register(partnerId, student, data.ine());
        return student.id();
    }

    /** Whoever registered one of the students meanwhile makes this attempt void: the next one sees it. */
    private void write(ImportLedger ledger) {
        List<OutboxEvent> events = new ArrayList<>(
                ledger.enrollments().stream().map(EnrollmentChanged::of).toList());
        students.hold(ledger.persons());
        try {
            students.registerAll(ledger.students());
            enrollments.insertAll(ledger.enrollments());
        } catch (ConstraintViolationException meanwhile) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
        events.addAll(counters.write(ledger.room()));
        ledger.room().waitedFor().forEach(waitingLists::note); // those before may lack a seat that these have
        outbox.append(events);
    }

    private ImportView.Row refused(
            ImportRequest request, int index, List<EligibilityView.Blocking> refusals, @Nullable UUID existingId) {
        return ImportView.Row.refused(index, request.rows().get(index).reference(), refusals, existingId);
    }

    private List<EligibilityView.Blocking> blocking(int index, Verdict verdict) {
        return verdict.blocking().stream()
                .map(rule -> new EligibilityView.Blocking(
                        rule.code().code(),
                        pointer(index, rule.pointer()),
                        rule.clause(),
                        problems.detail(rule.code(), rule.args())))
                .toList();
    }

    private List<EligibilityView.Blocking> blocking(int index, List<Violation> violations) {
        return violations.stream()
                .map(violation -> new EligibilityView.Blocking(
                        violation.code(),
                        pointer(index, violation.pointer()),
                        null,
                        problems.detail(violation.text(), violation.args())))
                .toList();
    }

    /** All that a row has not for itself is the agreement. */
    private static String pointer(int index, String pointer) {
        return pointer.equals("/agreementId") ? pointer : "/rows/" + index + pointer;
    }
}
