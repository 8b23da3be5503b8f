package fr.cned.partenariats.enrollment.registration.importjob;

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
 * transaction, which ends as that of the request does. A dry run applies the earlier rows of the enrollment again before
 * its row, and rolls all back.
 */
@ApplicationScoped
class ChangesImport implements ImportTarget {

    private static final String OF_RESULT = "/result/";

    private final EnrollmentChangeService changes;
    private final RegisteredEnrollments enrollments;
    private final ObjectNames names;
    private final ChangeRows parser;
    private final ImportRowTable rows;
    private final ChangeRecorder recorder;

    ChangesImport(
            EnrollmentChangeService changes,
            RegisteredEnrollments enrollments,
            ObjectNames names,
            ChangeRows parser,
            ImportRowTable rows,
            ChangeRecorder recorder) {
        this.changes = changes;
        this.enrollments = enrollments;
        this.names = names;
        this.parser = parser;
        this.rows = rows;
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
        EnrollmentName.requireColumns(sheet);
    }

    @Override
    public NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults) {
        List<String> cells = Objects.requireNonNull(row.cells());
        List<Violation> all = RowError.merged(faults, parse(job, sheet, row).faults());
        return NewRow.ofEnrollment(
                all.isEmpty() ? row : row.malformed(RowError.of(all, sheet)),
                EnrollmentName.identityKey(sheet, cells),
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
    public Processed process(ImportJob job, Sheet sheet, List<StagedRow> rows) {
        return new Processed(rows.stream().map(row -> process(job, sheet, row)).toList(), job.predicted());
    }

    private StagedRow process(ImportJob job, Sheet sheet, StagedRow row) {
        ChangeRows.Row read = Objects.requireNonNull(parse(job, sheet, row).row());
        List<Violation> faults = new ArrayList<>();
        Found enrollment = find(job, read.name(), row.number(), faults);
        if (enrollment == null) {
            return row.refusedOf(null, RowError.of(faults, sheet));
        }
        EnrollmentChange change = change(read, enrollment, faults);
        if (!faults.isEmpty()) {
            return row.refusedOf(enrollment.id(), RowError.of(faults, sheet));
        }
        recorder.actAs(job.sender().actor());
        if (job.settings().dryRun()) {
            rows.acceptedOf(job.id(), enrollment.id(), row.number())
                    .forEach(earlier -> apply(
                            job,
                            enrollment.id(),
                            change(
                                    Objects.requireNonNull(
                                            parse(job, sheet, earlier).row()),
                                    enrollment,
                                    new ArrayList<>())));
        }
        return applied(job, sheet, row, enrollment.id(), change);
    }

    private EnrollmentChange change(ChangeRows.Row read, Found enrollment, List<Violation> faults) {
        return read.site() == null
                ? read.change()
                : withSite(
                        read.change(),
                        names.sites(List.of(enrollment.partnerId()), List.of())
                                .named(read.site(), enrollment.partnerId(), faults));
    }

    private EnrollmentChangeService.Applied apply(ImportJob job, UUID enrollment, EnrollmentChange change) {
        return changes.apply(new Requester(job.scope(), job.sender().name()), enrollment, change);
    }

    private StagedRow applied(ImportJob job, Sheet sheet, StagedRow row, UUID enrollment, EnrollmentChange change) {
        EnrollmentChangeService.Applied applied;
        try {
            applied = apply(job, enrollment, change);
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
        if (job.settings().dryRun()) {
            throw new ImportChunk.Undone(job.id(), outcome);
        }
        return outcome;
    }

    private static EnrollmentChange withSite(EnrollmentChange change, @Nullable UUID site) {
        SiteChangeRequest request = ((EnrollmentChange.Move) change).request();
        return new EnrollmentChange.Move(new SiteChangeRequest(site, request.effectiveOn(), request.reason()));
    }

    private @Nullable Found find(ImportJob job, EnrollmentName name, int row, List<Violation> faults) {
        UUID sender = job.partnerId();
        List<Found> found =
                enrollments.find(List.of(name.in(name.partner(sender), row))).getOrDefault(row, List.of());
        return name.only(found, sender, faults);
    }
}
