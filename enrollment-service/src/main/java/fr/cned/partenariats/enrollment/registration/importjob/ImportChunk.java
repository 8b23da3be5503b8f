package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INTERNAL_ERROR;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_ERASED;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.registration.importjob.ImportTarget.Processed;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.registration.transmission.attempt.AttemptLog;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Processes the next rows of a job in one transaction, together with their outcomes and the progress of the job. */
@ApplicationScoped
class ImportChunk {

    static final int SIZE = 500;

    /** A client that had no turn for this long comes first. */
    private static final Duration TURNS = Duration.ofHours(1);

    private final ImportJobTable jobs;
    private final ImportRowTable rows;
    private final List<ImportTarget> targets;
    private final AttemptLog attempts;
    private final ChangeRecorder recorder;
    private final Clock clock;

    ImportChunk(
            ImportJobTable jobs,
            ImportRowTable rows,
            @All List<ImportTarget> targets,
            AttemptLog attempts,
            ChangeRecorder recorder,
            Clock clock) {
        this.jobs = jobs;
        this.rows = rows;
        this.targets = targets;
        this.attempts = attempts;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** The transaction of a chunk failed. */
    static final class Failed extends RuntimeException {

        final transient UUID job;

        Failed(UUID job, RuntimeException cause) {
            super(cause);
            this.job = job;
        }
    }

    /** A row refuses the rest of the chunk; the rows up to this one must be processed without those after it. */
    static final class Cut extends RuntimeException {

        final transient UUID job;
        final int size;

        Cut(UUID job, int size) {
            super("cut", null, false, false);
            this.job = job;
            this.size = size;
        }
    }

    /** A single row changed something that must be rolled back: its rule refused it, or the run is dry. */
    static final class Undone extends RuntimeException {

        final transient UUID job;
        final transient StagedRow outcome;

        Undone(UUID job, StagedRow outcome) {
            super("undone", null, false, false);
            this.job = job;
            this.outcome = outcome;
        }
    }

    /**
     * Processes at most this number of rows.
     *
     * @param id the job; null for the job whose turn it is
     * @return false when there is no such job, or another worker has it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean process(@Nullable UUID id, int size) {
        Instant now = clock.instant();
        Optional<ImportJob> claimed = id == null ? jobs.claimNext(now.minus(TURNS)) : jobs.claim(id);
        claimed.ifPresent(job -> {
            try {
                process(job, size);
            } catch (Cut | Undone known) {
                throw known;
            } catch (RuntimeException e) {
                throw new Failed(job.id(), e);
            }
        });
        return claimed.isPresent();
    }

    private void process(ImportJob job, int size) {
        ImportTarget target = ImportTarget.of(job.kind(), targets);
        List<StagedRow> found = rows.next(job.id(), job.progress().processed(), Math.min(size, target.rowsAtOnce()));
        List<StagedRow> next = job.settings().abortOnError() ? upToTheFirstFault(found) : found;
        List<StagedRow> waiting = next.stream()
                .filter(row -> row.outcome() == null && row.cells() != null)
                .toList();
        Sheet sheet = job.sheet();
        Processed processed = target.process(job, sheet, waiting);
        Map<Integer, StagedRow> outcomes = new HashMap<>();
        processed.rows().forEach(row -> outcomes.put(row.number(), row));
        next.stream()
                .filter(row -> row.outcome() == null && row.cells() == null)
                .forEach(row -> outcomes.put(
                        row.number(), row.malformed(List.of(RowError.of(new Violation("", ROW_ERASED), sheet)))));
        if (job.settings().abortOnError()) {
            cutAfterTheFirstFault(job, next, outcomes);
        }
        save(job, next, List.copyOf(outcomes.values()), processed.taken());
    }

    /** A row that was malformed in the file. */
    private static List<StagedRow> upToTheFirstFault(List<StagedRow> found) {
        for (int i = 0; i < found.size() - 1; i++) {
            if (found.get(i).isFaulty()) {
                return found.subList(0, i + 1);
            }
        }
        return found;
    }

    private static void cutAfterTheFirstFault(ImportJob job, List<StagedRow> next, Map<Integer, StagedRow> outcomes) {
        for (int i = 0; i < next.size() - 1; i++) {
            StagedRow row = next.get(i);
            if (outcomes.getOrDefault(row.number(), row).isFaulty()) {
                throw new Cut(job.id(), i + 1);
            }
        }
    }

    private void save(ImportJob job, List<StagedRow> next, List<StagedRow> outcomes, Capacity.Taken taken) {
        Map<RowOutcome, Integer> counts = new EnumMap<>(RowOutcome.class);
        outcomes.forEach(row -> counts.merge(Objects.requireNonNull(row.outcome()), 1, Integer::sum));
        if (!outcomes.isEmpty()) {
            rows.saveOutcomes(job.id(), outcomes);
        }
        attempts.record(RowAttempts.of(job, next, outcomes, clock));
        ImportJob.Progress before = job.progress();
        ImportJob.Progress progress = new ImportJob.Progress(
                before.rows(),
                next.isEmpty() ? before.rows() : next.get(next.size() - 1).number(),
                before.accepted() + counts.getOrDefault(RowOutcome.ACCEPTED, 0),
                before.updated() + counts.getOrDefault(RowOutcome.UPDATED, 0),
                before.repeated() + counts.getOrDefault(RowOutcome.REPEATED, 0),
                before.refused() + counts.getOrDefault(RowOutcome.REFUSED, 0),
                before.malformed() + counts.getOrDefault(RowOutcome.MALFORMED, 0));
        ImportJobState state = stateAfter(job, progress, next, outcomes);
        jobs.progress(job, state, progress, taken, clock.instant());
        if (state.hasEnded()) {
            recorder.record(ChangeRecord.counted("import-job", job.id()));
        }
    }

    private static ImportJobState stateAfter(
            ImportJob job, ImportJob.Progress progress, List<StagedRow> next, List<StagedRow> outcomes) {
        boolean hasFault = Stream.concat(next.stream(), outcomes.stream()).anyMatch(StagedRow::isFaulty);
        if ((job.settings().abortOnError() && hasFault)
                || job.settings().isOverErrorRate(progress.faulty(), progress.rows())) {
            return ImportJobState.ABORTED;
        }
        return progress.processed() >= progress.rows() ? ImportJobState.DONE : ImportJobState.RUNNING;
    }

    /** Stores the outcome of the next row of the job, whose changes are rolled back. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean settleNext(UUID id, StagedRow outcome) {
        Optional<ImportJob> claimed = jobs.claim(id);
        claimed.ifPresent(job -> {
            List<StagedRow> next = rows.next(job.id(), job.progress().processed(), 1);
            if (next.stream().anyMatch(row -> row.number() == outcome.number() && row.cells() != null)) {
                save(job, next, List.of(outcome), job.predicted());
            }
        });
        return claimed.isPresent();
    }

    /** Refuses the next row of the job, which cannot be processed, so that the rows after it can. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean refuseNext(UUID id, Throwable failure) {
        Optional<ImportJob> claimed = jobs.claim(id);
        claimed.ifPresent(job -> {
            Refusal refusal = failure instanceof Refusal known
                    ? known
                    : Refusal.of(DatabaseFailures.isConcurrentChange(failure) ? SERVICE_BUSY : INTERNAL_ERROR);
            List<StagedRow> next = rows.next(job.id(), job.progress().processed(), 1);
            List<StagedRow> refused = new ArrayList<>();
            next.forEach(row -> refused.add(row.refused(RowError.of(refusal, job.sheet()), null, null)));
            save(job, next, refused, job.predicted());
        });
        return claimed.isPresent();
    }
}
