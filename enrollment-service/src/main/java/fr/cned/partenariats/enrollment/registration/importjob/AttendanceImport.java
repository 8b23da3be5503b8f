package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.GIVEN_TWICE;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance.Origin;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Declares the hours of rows. Only one row of a file may be about an enrollment, a week and a site. */
@ApplicationScoped
class AttendanceImport implements ImportTarget {

    private final BulkAttendance attendance;
    private final ImportRowTable rows;
    private final AttendanceRows parser;

    AttendanceImport(BulkAttendance attendance, ImportRowTable rows, AttendanceRows parser) {
        this.attendance = attendance;
        this.rows = rows;
        this.parser = parser;
    }

    @Override
    public ImportKind kind() {
        return ImportKind.ATTENDANCE;
    }

    @Override
    public void requireColumns(Sheet sheet, ImportSettings settings) {
        sheet.require("/week");
        sheet.require("/hours");
        if (!sheet.has("/reference")) {
            sheet.require("/enrollmentId");
        }
        if (settings.commonId() == null) {
            sheet.require("/siteId");
        }
    }

    @Override
    public void requireVisible(UUID commonId, TenantScope scope) {
        attendance.requireVisibleSite(commonId, scope);
    }

    @Override
    public NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults) {
        List<String> cells = Objects.requireNonNull(row.cells());
        AttendanceRows.Parsed parsed = parser.parse(sheet, cells, job.settings().commonId());
        List<Violation> all = RowError.merged(faults, parsed.faults());
        BulkAttendance.Row hours = parsed.row();
        UUID enrollment = new CellReader(sheet, cells).uuid("/enrollmentId");
        return all.isEmpty() && hours != null
                ? new NewRow(row, null, null, null, enrollment, subject(hours))
                : new NewRow(row.malformed(RowError.of(all, sheet)), null, null, null, enrollment, null);
    }

    private static String subject(BulkAttendance.Row hours) {
        UUID id = hours.enrollmentId();
        return hours.siteId() + " " + hours.week() + ' ' + (id == null ? '#' + hours.reference() : id.toString());
    }

    @Override
    public Processed process(ImportJob job, List<StagedRow> waiting) {
        Sheet sheet = job.sheet();
        Set<Integer> repeated = rows.repeatedSubjects(job.id(), waiting);
        List<StagedRow> outcomes = new ArrayList<>();
        List<StagedRow> declared = new ArrayList<>();
        List<BulkAttendance.Row> hours = new ArrayList<>();
        for (StagedRow row : waiting) {
            AttendanceRows.Parsed parsed = parser.parse(
                    sheet, Objects.requireNonNull(row.cells()), job.settings().commonId());
            BulkAttendance.Row read = parsed.row();
            if (read == null) {
                outcomes.add(row.malformed(RowError.of(parsed.faults(), sheet)));
            } else if (repeated.contains(row.number())) {
                String pointer = read.enrollmentId() == null ? "/reference" : "/enrollmentId";
                outcomes.add(refused(row, new Violation(pointer, GIVEN_TWICE), sheet, read.enrollmentId()));
            } else {
                declared.add(row);
                hours.add(read);
            }
        }
        Origin origin =
                new Origin(job.scope(), job.sender().name(), job.sender().actor());
        List<Result> results = hours.isEmpty()
                ? List.of()
                : attendance.declare(origin, hours, job.settings().dryRun());
        for (int i = 0; i < results.size(); i++) {
            outcomes.add(outcome(declared.get(i), results.get(i), sheet));
        }
        return new Processed(outcomes, job.predicted());
    }

    private static StagedRow outcome(StagedRow row, Result result, Sheet sheet) {
        Violation violation = result.violation();
        return violation == null
                ? row.accepted(
                        result.isChanged() ? RowOutcome.ACCEPTED : RowOutcome.REPEATED, result.enrollmentId(), null)
                : refused(row, violation, sheet, result.enrollmentId());
    }

    /** With the enrollment, by which an erasure finds the row. */
    private static StagedRow refused(StagedRow row, Violation violation, Sheet sheet, @Nullable UUID enrollment) {
        return row.refusedOf(enrollment, List.of(RowError.of(violation, sheet)));
    }
}
