package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.AMBIGUOUS_ENROLLMENT;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChangeService;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Found;
import fr.cned.partenariats.enrollment.enrollment.SiteChangeRequest;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies results, withdrawals and changes of sites, each row by the use case of the single request and in its own
 * transaction, which ends as that of the request does. A dry run rolls it back.
 */
@ApplicationScoped
class ChangesImport implements ImportTarget {

    private static final String OF_RESULT = "/result/";

    private final EnrollmentChangeService changes;
    private final RegisteredEnrollments enrollments;
    private final ObjectNames names;
    private final ChangeRows parser;
    private final ChangeRecorder recorder;

    ChangesImport(
            EnrollmentChangeService changes,
            RegisteredEnrollments enrollments,
            ObjectNames names,
            ChangeRows parser,
            ChangeRecorder recorder) {
        this.changes = changes;
        this.enrollments = enrollments;
        this.names = names;
        this.parser = parser;
        this.recorder = recorder;
    }

    @Override
    public ImportKind kind() {
        return ImportKind.CHANGES;
    }

    @Override
    public int rowsAtOnce() {
        return 1;
    }

    @Override
    public void requireColumns(Sheet sheet, ImportSettings settings) {
        sheet.require("/action");
        if (sheet.has("/enrollmentId")) {
            return;
        }
        if (sheet.has("/studentReference") && !sheet.has("/reference")) {
            sheet.require("/trainingCode");
            sheet.require("/academicYear");
        } else {
            sheet.require("/reference");
        }
    }

    @Override
    public NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults) {
        List<String> cells = Objects.requireNonNull(row.cells());
        List<Violation> all = RowError.merged(faults, parse(job, sheet, row).faults());
        String student = sheet.cell(cells, "/studentReference");
        return new NewRow(
                all.isEmpty() ? row : row.malformed(RowError.of(all, sheet)),
                student == null ? null : '#' + student,
                null,
                null,
                new CellReader(sheet, cells).uuid("/enrollmentId"),
                null);
    }

    private ChangeRows.Parsed parse(ImportJob job, Sheet sheet, StagedRow row) {
        return parser.parse(
                sheet,
                Objects.requireNonNull(row.cells()),
                job.scope().restrictedTo().isEmpty());
    }

    @Override
    public Processed process(ImportJob job, List<StagedRow> rows) {
        return new Processed(rows.stream().map(row -> process(job, row)).toList(), job.predicted());
    }

    private StagedRow process(ImportJob job, StagedRow row) {
        Sheet sheet = job.sheet();
        ChangeRows.Row read = Objects.requireNonNull(parse(job, sheet, row).row());
        List<Violation> faults = new ArrayList<>();
        Found enrollment = find(job, read.name(), faults);
        if (enrollment == null) {
            return row.refusedOf(null, RowError.of(faults, sheet));
        }
        EnrollmentChange change = read.site() == null
                ? read.change()
                : withSite(read.change(), names.site(read.site(), enrollment.partnerId(), faults));
        if (!faults.isEmpty()) {
            return row.refusedOf(enrollment.id(), RowError.of(faults, sheet));
        }
        return applied(job, sheet, row, enrollment.id(), change);
    }

    private StagedRow applied(ImportJob job, Sheet sheet, StagedRow row, UUID enrollment, EnrollmentChange change) {
        recorder.actAs(job.sender().actor());
        EnrollmentChangeService.Applied applied;
        try {
            applied = changes.apply(new Requester(job.scope(), job.sender().name()), enrollment, change);
        } catch (Refusal refusal) {
            if (refusal.isTemporary() || DatabaseFailures.isConcurrentChange(refusal)) {
                throw refusal;
            }
            Refusal ofColumns = refusal.at(
                    pointer -> pointer.startsWith(OF_RESULT) ? '/' + pointer.substring(OF_RESULT.length()) : pointer);
            throw new ImportChunk.Undone(job.id(), row.refusedOf(enrollment, RowError.of(ofColumns, sheet)));
        }
        StagedRow outcome = row.accepted(
                applied.isNew() ? RowOutcome.ACCEPTED : RowOutcome.REPEATED,
                enrollment,
                applied.studentId(),
                applied.state(),
                List.of());
        if (applied.isNew() && job.settings().dryRun()) {
            throw new ImportChunk.Undone(job.id(), outcome);
        }
        return outcome;
    }

    private static EnrollmentChange withSite(EnrollmentChange change, @Nullable UUID site) {
        SiteChangeRequest request = ((EnrollmentChange.Move) change).request();
        return new EnrollmentChange.Move(new SiteChangeRequest(site, request.effectiveOn(), request.reason()));
    }

    /** Null with a fault. An enrollment of another partner is unknown. */
    private @Nullable Found find(ImportJob job, ChangeRows.Name name, List<Violation> faults) {
        UUID own = job.partnerId();
        if (own != null && name.partnerId() != null && !own.equals(name.partnerId())) {
            faults.add(new Violation("/partnerId", NOT_FOUND, "partner"));
            return null;
        }
        UUID partner = own == null ? name.partnerId() : own;
        String pointer;
        List<Found> found;
        if (name.enrollmentId() != null) {
            pointer = "/enrollmentId";
            found = enrollments.byId(name.enrollmentId(), partner);
        } else if (name.reference() != null) {
            pointer = "/reference";
            found = enrollments.byReference(name.reference(), partner);
        } else {
            pointer = "/studentReference";
            found = enrollments.byStudent(
                    Objects.requireNonNull(name.studentReference()),
                    Objects.requireNonNull(name.trainingCode()),
                    Objects.requireNonNull(name.academicYear()),
                    partner);
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        faults.add(
                found.isEmpty()
                        ? new Violation(pointer, NOT_FOUND, "enrollment")
                        : new Violation(pointer, AMBIGUOUS_ENROLLMENT));
        return null;
    }
}
