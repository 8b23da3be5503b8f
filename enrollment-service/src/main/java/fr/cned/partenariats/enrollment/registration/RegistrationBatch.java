package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.idempotency.IdempotencyStore;
import fr.cned.partenariats.commons.idempotency.IdempotencyStore.Answered;
import fr.cned.partenariats.commons.idempotency.IdempotencyStore.KnownKey;
import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import fr.cned.partenariats.commons.outbox.OutgoingMessage;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.counter.CapacityWriter;
import fr.cned.partenariats.enrollment.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuestion;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.eligibility.LockedFacts;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChanged;
import fr.cned.partenariats.enrollment.enrollment.NewEnrollments;
import fr.cned.partenariats.enrollment.registration.BatchState.Registered;
import fr.cned.partenariats.enrollment.site.SiteOccupancyService;
import fr.cned.partenariats.enrollment.site.SiteYear;
import fr.cned.partenariats.enrollment.student.NewStudents;
import fr.cned.partenariats.enrollment.student.StudentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Registers students for any callers in one transaction, with a number of statements that does not depend on their
 * number. The refusal of one registration undoes nothing of the others.
 */
@ApplicationScoped
class RegistrationBatch {

    private final IdempotencyStore keys;
    private final EligibilityService eligibility;
    private final StudentService students;
    private final NewStudents newStudents;
    private final NewEnrollments enrollments;
    private final CapacityWriter counters;
    private final WaitlistQueue waitlistQueue;
    private final SiteOccupancyService occupancies;
    private final Outbox outbox;
    private final Audit audit;
    private final ObjectMapper json;
    private final Clock clock;
    private final Period hold;

    RegistrationBatch(
            IdempotencyStore keys,
            EligibilityService eligibility,
            StudentService students,
            NewStudents newStudents,
            NewEnrollments enrollments,
            CapacityWriter counters,
            WaitlistQueue waitlistQueue,
            SiteOccupancyService occupancies,
            Outbox outbox,
            Audit audit,
            ObjectMapper json,
            Clock clock,
            @ConfigProperty(name = "enrollment.funding.hold") Period hold) {
        this.keys = keys;
        this.eligibility = eligibility;
        this.students = students;
        this.newStudents = newStudents;
        this.enrollments = enrollments;
        this.counters = counters;
        this.waitlistQueue = waitlistQueue;
        this.occupancies = occupancies;
        this.outbox = outbox;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
        this.hold = hold;
    }

    /**
     * The answers in the order of the submissions, whose keys are distinct. Throws when the transaction failed; then
     * nothing of any submission is stored.
     */
    @AllTenants
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    List<Answer> run(List<? extends Submission> submissions) {
        @Nullable Answer[] answers = new Answer[submissions.size()];
        List<Rows> open = open(submissions, answers);
        if (!open.isEmpty()) {
            BatchState state = judge(open);
            write(state);
            answer(open, state, answers);
        }
        return Arrays.stream(answers).map(Objects::requireNonNull).toList();
    }

    /** A submission whose key is free. */
    private record Rows(
            int index, Submission submission, @Nullable Outcome[] outcomes) {}

    /** Answers submissions with a used key. */
    private List<Rows> open(List<? extends Submission> submissions, @Nullable Answer[] answers) {
        List<KnownKey> known =
                keys.lookUp(submissions.stream().map(s -> s.registrant().key()).toList());
        List<Rows> open = new ArrayList<>(submissions.size());
        for (int i = 0; i < answers.length; i++) {
            StoredAnswer stored = known.get(i).answer();
            Refusal refusal = known.get(i).refusal();
            if (stored != null) {
                answers[i] = Answer.replay(stored);
            } else if (refusal != null) {
                answers[i] = Answer.refused(refusal);
            } else {
                Submission submission = submissions.get(i);
                try {
                    submission.check(eligibility);
                    open.add(new Rows(
                            i, submission, new Outcome[submission.rows().size()]));
                } catch (Refusal refused) {
                    answers[i] = Answer.refused(refused);
                }
            }
        }
        return open;
    }

    /** Judges the rows in their order, each with the capacity that those before it leave. */
    private BatchState judge(List<Rows> open) {
        List<EligibilityQuestion> questions = new ArrayList<>();
        for (Rows rows : open) {
            Submission submission = rows.submission();
            for (int i = 0; i < rows.outcomes().length; i++) {
                try {
                    questions.add(RegistrationMapper.question(
                            submission.rows().get(i), submission.registrant().scope()));
                } catch (Refusal refusal) {
                    rows.outcomes()[i] = Outcome.refused(refusal, null);
                }
            }
        }
        LocalDate today = LocalDate.now(clock);
        LockedFacts locked = eligibility.lock(questions);
        BatchState state = new BatchState(locked.capacity(), clock.instant(), today, today.plus(hold));
        int next = 0;
        for (Rows rows : open) {
            for (int i = 0; i < rows.outcomes().length; i++) {
                if (rows.outcomes()[i] == null) {
                    rows.outcomes()[i] = state.decide(
                            rows.submission().registrant(),
                            rows.submission().rows().get(i),
                            questions.get(next),
                            locked.facts().get(next));
                    next++;
                }
            }
        }
        return state;
    }

    /** A concurrent registration of one of the students fails this attempt; the next attempt sees it. */
    private void write(BatchState state) {
        students.lockUnchanged(state.personsOfKnownStudents());
        try {
            newStudents.insertAll(state.students());
            enrollments.insertAll(state.enrollments());
        } catch (ConstraintViolationException concurrent) {
            throw Refusal.of(CONCURRENT_CHANGE);
        }
        List<OutboxEvent> counted = counters.add(state.capacity(), state.now());
        // Students who joined earlier may lack a seat that the new ones have.
        waitlistQueue.addAll(state.capacity().offeringsWithNewWaiting());
        List<OutgoingMessage> messages = new ArrayList<>(state.registered().size());
        for (Registered registered : state.registered()) {
            EnrollmentChanged event = EnrollmentChanged.of(registered.enrollment());
            messages.add(registered
                    .by()
                    .trace()
                    .wrapSupplier(() -> outbox.message(event))
                    .get());
            audit.recordFor(registered.by().actor(), changes(registered));
        }
        if (!messages.isEmpty()) {
            outbox.append(messages, counted);
        }
    }

    private static List<AuditedChange> changes(Registered registered) {
        AuditedChange enrollment =
                AuditedChange.next("enrollment", registered.enrollment().id(), 0);
        return registered.isNew()
                ? List.of(AuditedChange.next("student", registered.enrollment().studentId(), 0), enrollment)
                : List.of(enrollment);
    }

    private void answer(List<Rows> open, BatchState state, @Nullable Answer[] answers) {
        AnswerWriter writer = new AnswerWriter(json, occupancies.overCapacity(sites(state)));
        List<Answered> accepted = new ArrayList<>(open.size());
        for (Rows rows : open) {
            List<Outcome> outcomes =
                    Arrays.stream(rows.outcomes()).map(Objects::requireNonNull).toList();
            Registrant registrant = rows.submission().registrant();
            Refusal refusal = refusal(rows.submission(), outcomes);
            if (refusal != null) {
                answers[rows.index()] = Answer.refused(refusal);
            } else {
                StoredAnswer answer = rows.submission().answer(outcomes, writer);
                accepted.add(new Answered(registrant.key(), answer));
                answers[rows.index()] = Answer.first(answer);
                rows.submission().audited().ifPresent(change -> audit.recordFor(registrant.actor(), List.of(change)));
            }
        }
        if (!keys.store(accepted)) {
            throw Refusal.of(
                    CONCURRENT_CHANGE); // a concurrent request has stored its answer: the next attempt replays it
        }
    }

    /** The refusal of the whole submission. Undoes the batch if other rows of the submission were accepted. */
    private static @Nullable Refusal refusal(Submission submission, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            Refusal refusal = outcome.refusal();
            if (refusal != null && submission.isRefusedBy(refusal)) {
                if (outcomes.size() > 1) {
                    throw refusal;
                }
                return refusal;
            }
        }
        return null;
    }

    private static Set<SiteYear> sites(BatchState state) {
        return state.enrollments().stream()
                .filter(enrollment ->
                        enrollment.siteId() != null && enrollment.state().holdsSeat())
                .map(enrollment -> new SiteYear(Objects.requireNonNull(enrollment.siteId()), enrollment.academicYear()))
                .collect(Collectors.toSet());
    }
}
