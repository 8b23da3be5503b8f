package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.problem.CommonProblem.CONCURRENT_CHANGE;
import static fr.cned.partenariats.commons.problem.CommonProblem.REQUEST_IN_PROGRESS;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.idempotency.IdempotencyStore;
import fr.cned.partenariats.commons.idempotency.IdempotencyStore.Answered;
import fr.cned.partenariats.commons.idempotency.IdempotencyStore.KnownKey;
import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.counter.Capacity;
import fr.cned.partenariats.enrollment.counter.CapacityWriter;
import fr.cned.partenariats.enrollment.counter.WaitlistQueue;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuestion;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.eligibility.LockedFacts;
import fr.cned.partenariats.enrollment.enrollment.NewEnrollments;
import fr.cned.partenariats.enrollment.registration.BatchState.Registered;
import fr.cned.partenariats.enrollment.site.SiteOccupancyService;
import fr.cned.partenariats.enrollment.site.SiteYear;
import fr.cned.partenariats.enrollment.student.NewStudents;
import fr.cned.partenariats.enrollment.student.StudentService;
import fr.cned.partenariats.enrollment.transmission.attempt.Attempt;
import fr.cned.partenariats.enrollment.transmission.attempt.AttemptLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
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
    private final ChangeRecorder recorder;
    private final AttemptLog attempts;
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
            ChangeRecorder recorder,
            AttemptLog attempts,
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
        this.recorder = recorder;
        this.attempts = attempts;
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
        return runWithin(submissions);
    }

    /** As {@link #run}, in the caller's transaction, which has the scope of all tenants. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Answer> runWithin(List<? extends Submission> submissions) {
        @Nullable Answer[] answers = new Answer[submissions.size()];
        List<Rows> open = open(submissions, answers);
        if (!open.isEmpty()) {
            BatchState state = judge(open, Capacity.Taken.NOTHING);
            write(state);
            answer(open, state, answers);
        }
        attempts.record(attempts(submissions, answers, open));
        return complete(answers);
    }

    private static List<Answer> complete(@Nullable Answer[] answers) {
        return Arrays.stream(answers).map(Objects::requireNonNull).toList();
    }

    /** @param taken what all predicted registrations together would take */
    record Prediction(List<Answer> answers, Capacity.Taken taken) {}

    /**
     * Judges the submissions in the caller's transaction and writes nothing.
     *
     * @param earlier what earlier predictions would take
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Prediction predict(List<? extends Submission> submissions, Capacity.Taken earlier) {
        @Nullable Answer[] answers = new Answer[submissions.size()];
        List<Rows> open = open(submissions, answers);
        if (open.isEmpty()) {
            return new Prediction(complete(answers), earlier);
        }
        BatchState state = judge(open, earlier);
        AnswerWriter writer = new AnswerWriter(json, Map.of());
        open.forEach(rows -> answers[rows.index()] = answer(rows, writer));
        return new Prediction(complete(answers), state.capacity().takenAfter(earlier));
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
    private BatchState judge(List<Rows> open, Capacity.Taken earlier) {
        List<EligibilityQuestion> questions = new ArrayList<>();
        for (Rows rows : open) {
            Submission submission = rows.submission();
            EarlierRows earlierRows = submission.earlierRows();
            for (int i = 0; i < rows.outcomes().length; i++) {
                EnrollmentRequest row = submission.rows().get(i);
                try {
                    questions.add(RegistrationMapper.question(
                            row, submission.registrant().scope(), earlierRows));
                    earlierRows.add(row);
                } catch (Refusal refusal) {
                    rows.outcomes()[i] = Outcome.refused(refusal, null, null);
                }
            }
        }
        LocalDate today = LocalDate.now(clock);
        LockedFacts locked = eligibility.lock(questions);
        locked.capacity().take(earlier);
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
        counters.add(state.capacity());
        // Students who joined earlier may lack a seat that the new ones have.
        waitlistQueue.addAll(state.capacity().offeringsWithNewWaiting());
        for (Registered registered : state.registered()) {
            recorder.recordFor(registered.by().actor(), changes(registered));
        }
    }

    private static List<ChangeRecord> changes(Registered registered) {
        ChangeRecord enrollment = ChangeRecord.next(
                        "enrollment", registered.enrollment().id(), 0)
                .ownedBy(List.of(registered.enrollment().partnerId()));
        return registered.isNew()
                ? List.of(ChangeRecord.next("student", registered.enrollment().studentId(), 0), enrollment)
                : List.of(enrollment);
    }

    private void answer(List<Rows> open, BatchState state, @Nullable Answer[] answers) {
        AnswerWriter writer = new AnswerWriter(json, occupancies.overCapacity(sites(state)));
        List<Answered> accepted = new ArrayList<>(open.size());
        for (Rows rows : open) {
            Registrant registrant = rows.submission().registrant();
            Answer answer = answer(rows, writer);
            answers[rows.index()] = answer;
            if (answer.stored() != null) {
                accepted.add(new Answered(registrant.key().naming(studentsOf(outcomes(rows))), answer.stored()));
                rows.submission()
                        .audited()
                        .ifPresent(change -> recorder.recordFor(registrant.actor(), List.of(change)));
            }
        }
        if (!keys.store(accepted)) {
            throw Refusal.of(
                    CONCURRENT_CHANGE); // a concurrent request has stored its answer: the next attempt replays it
        }
    }

    private static Answer answer(Rows rows, AnswerWriter writer) {
        List<Outcome> outcomes = outcomes(rows);
        Refusal refusal = refusal(rows.submission(), outcomes);
        return refusal == null
                ? Answer.first(rows.submission().answer(outcomes, writer))
                : Answer.refused(
                        rows.submission().refused(refusal), outcomes.get(0).existing());
    }

    private static List<Outcome> outcomes(Rows rows) {
        return Arrays.stream(rows.outcomes()).map(Objects::requireNonNull).toList();
    }

    /** A replay is no attempt of its own, nor is a request whose key is in use: it is the same request. */
    private List<Attempt> attempts(
            List<? extends Submission> submissions, @Nullable Answer[] answers, List<Rows> open) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.now(clock);
        List<Attempt> made = new ArrayList<>();
        @Nullable UUID[] students = new UUID[answers.length];
        for (Rows rows : open) {
            List<Outcome> outcomes = outcomes(rows);
            students[rows.index()] = outcomes.get(0).studentId();
            if (Objects.requireNonNull(answers[rows.index()]).stored() != null) {
                made.addAll(rows.submission().attempts(outcomes, now, today));
            }
        }
        for (int i = 0; i < answers.length; i++) {
            Refusal refusal = Objects.requireNonNull(answers[i]).refusal();
            if (refusal != null && refusal.code() != REQUEST_IN_PROGRESS) {
                made.addAll(submissions.get(i).refusedAttempts(refusal, students[i], now, today));
            }
        }
        return made;
    }

    /** An erasure finds the answer by them: the request may have named a student by reference only. */
    private static Set<UUID> studentsOf(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(Outcome::studentId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
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
