package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.PaperFile;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RejectsFile;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Shows the jobs of the caller's partner, and cancels them. */
@ApplicationScoped
class ImportJobService {

    private static final int REJECTS_AT_ONCE = 500;
    private static final List<RowOutcome> REJECTED = List.of(RowOutcome.REFUSED, RowOutcome.MALFORMED);

    private final ImportJobTable jobs;
    private final ImportRowTable rows;
    private final Caller caller;
    private final RequestLanguage language;
    private final ChangeRecorder recorder;
    private final Clock clock;
    private final Duration kept;

    ImportJobService(
            ImportJobTable jobs,
            ImportRowTable rows,
            Caller caller,
            RequestLanguage language,
            ChangeRecorder recorder,
            Clock clock,
            @ConfigProperty(name = "enrollment.imports.kept") Duration kept) {
        this.jobs = jobs;
        this.rows = rows;
        this.caller = caller;
        this.language = language;
        this.recorder = recorder;
        this.clock = clock;
        this.kept = kept;
    }

    @Transactional
    ImportJobView get(UUID id) {
        return ImportJobView.of(find(id, ENROLLMENTS_READ), clock.instant(), kept);
    }

    /** Newest first, as the ids are. */
    @Transactional
    Page<ImportJobView> list(@Nullable ImportJobState state, @Nullable ImportKind kind, PageParams page) {
        boolean hoursOnly = caller.isBoundToTenant() && !caller.scopes().contains(ENROLLMENTS_READ);
        if (hoursOnly && kind != null && kind != ImportKind.ATTENDANCE) {
            caller.requireScope(ENROLLMENTS_READ);
        }
        Instant now = clock.instant();
        List<ImportJob> found = jobs.page(
                caller.scope().restrictedTo(),
                state,
                hoursOnly ? ImportKind.ATTENDANCE : kind,
                page.after(UUID.class, state, kind),
                page.fetchSize());
        return Page.of(found, page, job -> ImportJobView.of(job, now, kept), ImportJob::id, state, kind);
    }

    /** Rows without an outcome are PENDING until the job ends, then SKIPPED. */
    @Transactional
    Page<ImportRowView> list(UUID id, @Nullable RowOutcome outcome, PageParams page) {
        ImportJob job = find(id, ENROLLMENTS_READ);
        Sheet sheet = job.sheet();
        Locale reader = language.get();
        RowOutcome waiting = job.state().hasEnded() ? RowOutcome.SKIPPED : RowOutcome.PENDING;
        boolean never = (outcome == RowOutcome.PENDING || outcome == RowOutcome.SKIPPED) && outcome != waiting;
        List<StagedRow> found = never
                ? List.of()
                : rows.page(
                        id,
                        page.after(Integer.class, id, outcome).orElse(0),
                        outcome == null ? null : List.of(outcome == waiting ? RowOutcome.PENDING : outcome),
                        page.fetchSize());
        return Page.of(found, page, row -> ImportRowView.of(row, job, sheet, reader), StagedRow::number, id, outcome);
    }

    /** The job of a small file with the outcomes of all its rows. */
    @Transactional
    ImportJobView getWithRows(UUID id, int most) {
        ImportJob job = find(id, ENROLLMENTS_WRITE);
        Sheet sheet = job.sheet();
        Locale reader = language.get();
        List<ImportRowView> outcomes = rows.page(id, 0, null, most).stream()
                .map(row -> ImportRowView.of(row, job, sheet, reader))
                .toList();
        return ImportJobView.of(job, clock.instant(), kept, outcomes);
    }

    /**
     * The job whose rejected rows are to be written outside of a transaction. Those of students have their names and
     * addresses: a program that only reads enrollments does not get them.
     */
    @Transactional
    ImportJob exportedRejects(UUID id) {
        ImportJob job = exported(id);
        if (job.kind() == ImportKind.ENROLLMENTS && !caller.scopes().contains(ENROLLMENTS_WRITE)) {
            caller.requireScope(STUDENTS_READ);
        }
        return job;
    }

    private ImportJob exported(UUID id) {
        ImportJob job = find(id, ENROLLMENTS_READ);
        recorder.record(ChangeRecord.of("import-job", id)); // the file has personal data
        return job;
    }

    /** Reads some hundred rows at a time, so that the memory is bounded and a slow reader holds no transaction. */
    void write(ImportJob job, OutputStream target) throws IOException {
        RejectsFile file = new RejectsFile(job.sheet(), target);
        int after = 0;
        List<StagedRow> page;
        do {
            int last = after;
            page = QuarkusTransaction.requiringNew().call(() -> rows.page(job.id(), last, REJECTED, REJECTS_AT_ONCE));
            file.add(page);
            after = page.isEmpty() ? last : page.get(page.size() - 1).number();
        } while (page.size() == REJECTS_AT_ONCE);
    }

    /** The first two papers of a job. Refuses a job that has none (yet). */
    @Transactional
    List<PaperFile> firstPapers(UUID id) {
        exported(id);
        caller.requireScope(STUDENTS_READ);
        List<PaperFile> first = rows.papers(id, 0, 2);
        if (first.isEmpty()) {
            throw Refusal.of(NOT_FOUND, "paper");
        }
        return first;
    }

    /** Some at a time, as the rejected rows. */
    void writePapers(UUID id, OutputStream target) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(target)) {
            int after = 0;
            List<PaperFile> page;
            do {
                int last = after;
                page = QuarkusTransaction.requiringNew().call(() -> rows.papers(id, last, PapersImport.AT_ONCE));
                for (PaperFile file : page) {
                    zip.putNextEntry(new ZipEntry(file.name()));
                    zip.write(file.pdf());
                    after = file.number();
                }
            } while (!page.isEmpty());
        }
    }

    /** Ends the job after the current chunk. What is registered stays. */
    @Transactional
    ImportJobView cancel(UUID id) {
        ImportJob job = find(id, ENROLLMENTS_WRITE);
        if (!jobs.cancel(id, clock.instant())) {
            ImportJobState ended = find(id, ENROLLMENTS_WRITE).state();
            throw Refusal.illegalTransition(ended, ImportJobState.CANCELLED, ended.next());
        }
        ImportJob cancelled = find(job.id(), ENROLLMENTS_WRITE);
        recorder.record(ChangeRecord.next("import-job", id, cancelled.revision(), "state"));
        return ImportJobView.of(cancelled, clock.instant(), kept);
    }

    /** @param scope what a tenant's token needs for a file of registrations or changes */
    private ImportJob find(UUID id, String scope) {
        ImportJob job =
                jobs.find(id, caller.scope().restrictedTo()).orElseThrow(() -> Refusal.of(NOT_FOUND, "import job"));
        if (job.kind() != ImportKind.ATTENDANCE) {
            caller.requireScope(job.kind() == ImportKind.PAPERS ? ENROLLMENTS_READ : scope);
        }
        return job;
    }
}
