package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.GIVEN_TWICE;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Found;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Name;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.PlainName;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance.Origin;
import fr.cned.partenariats.enrollment.schooling.attendance.BulkAttendance.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Declares the hours of rows. Only one row of a file may be about an enrollment, a week and a site. Two names of one
 * enrollment or site are compared within a chunk only.
 */
@ApplicationScoped
class AttendanceImport implements ImportTarget {

    private static final int LONGEST_NAME = 500;

    private final BulkAttendance attendance;
    private final ImportRowTable rows;
    private final AttendanceRows parser;
    private final ObjectNames names;
    private final RegisteredEnrollments enrollments;

    AttendanceImport(
            BulkAttendance attendance,
            ImportRowTable rows,
            AttendanceRows parser,
            ObjectNames names,
            RegisteredEnrollments enrollments) {
        this.attendance = attendance;
        this.rows = rows;
        this.parser = parser;
        this.names = names;
        this.enrollments = enrollments;
    }

    @Override
    public ImportKind kind() {
        return ImportKind.ATTENDANCE;
    }

    @Override
    public void requireColumns(Sheet sheet, ImportSettings settings) {
        sheet.require("/week");
        sheet.require("/hours");
        EnrollmentName.requireColumns(sheet);
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
        AttendanceRows.Row hours = parsed.row();
        UUID enrollment = new CellReader(sheet, cells).uuid("/enrollmentId");
        String student = EnrollmentName.identityKey(sheet, cells);
        return all.isEmpty() && hours != null
                ? NewRow.ofEnrollment(row, student, enrollment, subject(job, hours))
                : NewRow.ofEnrollment(row.malformed(RowError.of(all, sheet)), student, enrollment, null);
    }

    /** Null for a name that no site has: the index refuses long texts. */
    private static @Nullable String subject(ImportJob job, AttendanceRows.Row hours) {
        String site = hours.site() == null ? String.valueOf(hours.siteId()) : PlainName.of(hours.site());
        String subject = site + ' ' + hours.week() + ' ' + hours.name().text();
        UUID partner = job.partnerId() == null ? hours.name().partnerId() : null;
        return site.length() > LONGEST_NAME ? null : partner == null ? subject : subject + ' ' + partner;
    }

    @Override
    public Processed process(ImportJob job, Sheet sheet, List<StagedRow> waiting) {
        if (waiting.isEmpty()) {
            return new Processed(List.of(), job.predicted());
        }
        Set<Integer> repeated = rows.repeatedSubjects(job.id(), waiting);
        List<StagedRow> outcomes = new ArrayList<>();
        List<Read> readable = new ArrayList<>();
        for (StagedRow row : waiting) {
            AttendanceRows.Parsed parsed = parser.parse(
                    sheet, Objects.requireNonNull(row.cells()), job.settings().commonId());
            AttendanceRows.Row read = parsed.row();
            if (read == null) {
                outcomes.add(row.malformed(RowError.of(parsed.faults(), sheet)));
            } else if (repeated.contains(row.number())) {
                EnrollmentName name = read.name();
                outcomes.add(refused(row, new Violation(name.pointer(), GIVEN_TWICE), sheet, name.enrollmentId()));
            } else {
                readable.add(new Read(row, read));
            }
        }
        Map<Integer, StagedRow> named = new HashMap<>();
        List<BulkAttendance.Row> hours = new ArrayList<>();
        ObjectNames.Sites sites = sites(job, readable);
        Map<Integer, List<Found>> found = enrollments.find(
                readable.stream().map(read -> name(job, read, sites)).toList());
        for (Read read : readable) {
            List<Violation> faults = new ArrayList<>();
            EnrollmentName name = read.hours().name();
            UUID site = site(job, read.hours(), sites, faults);
            Found enrollment = name.only(found.getOrDefault(read.row().number(), List.of()), job.partnerId(), faults);
            if (site == null || enrollment == null) {
                outcomes.add(
                        read.row().refusedOf(enrollment == null ? null : enrollment.id(), RowError.of(faults, sheet)));
            } else {
                named.put(read.row().number(), read.row());
                hours.add(new BulkAttendance.Row(
                        read.row().number(),
                        site,
                        read.hours().week(),
                        enrollment.id(),
                        read.hours().hours(),
                        name.pointer()));
            }
        }
        Origin origin =
                new Origin(job.scope(), job.sender().name(), job.sender().actor());
        Set<String> declared = rows.subjectsBefore(
                job.id(),
                waiting.get(0).number(),
                hours.stream().map(AttendanceImport::subject).toList());
        List<BulkAttendance.Row> open = new ArrayList<>();
        for (BulkAttendance.Row row : hours) {
            if (declared.contains(subject(row))) {
                outcomes.add(refused(
                        named(named, row), new Violation(row.pointer(), GIVEN_TWICE), sheet, row.enrollmentId()));
            } else {
                open.add(row);
            }
        }
        List<Result> results = open.isEmpty()
                ? List.of()
                : attendance.declare(origin, open, job.settings().dryRun());
        Map<Integer, String> subjects = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            BulkAttendance.Row row = open.get(i);
            outcomes.add(outcome(named(named, row), results.get(i), sheet));
            if (results.get(i).violation() == null) {
                subjects.put(row.number(), subject(row));
            }
        }
        rows.replaceSubjects(job.id(), subjects);
        return new Processed(outcomes, job.predicted());
    }

    private static StagedRow named(Map<Integer, StagedRow> rows, BulkAttendance.Row row) {
        return Objects.requireNonNull(rows.get(row.number()));
    }

    /** With ids, so that a later row of the file has the same when it names the site or the enrollment in another way. */
    private static String subject(BulkAttendance.Row hours) {
        return hours.siteId() + " " + hours.week() + ' ' + hours.enrollmentId();
    }

    private record Read(StagedRow row, AttendanceRows.Row hours) {}

    /** Those that rows name; without another partner, also those whose partner has the names of enrollments. */
    private ObjectNames.Sites sites(ImportJob job, List<Read> readable) {
        Set<UUID> partners = new HashSet<>();
        Set<UUID> ids = new HashSet<>();
        for (Read read : readable) {
            AttendanceRows.Row hours = read.hours();
            UUID partner = hours.name().partner(job.partnerId());
            if (partner != null && hours.site() != null) {
                partners.add(partner);
            } else if (partner == null && hours.siteId() != null) {
                ids.add(hours.siteId());
            }
        }
        return names.sites(partners, ids);
    }

    private static Name name(ImportJob job, Read read, ObjectNames.Sites sites) {
        EnrollmentName name = read.hours().name();
        UUID partner = name.partner(job.partnerId());
        return name.in(
                partner == null && name.enrollmentId() == null
                        ? sites.partnerOf(read.hours().siteId())
                        : partner,
                read.row().number());
    }

    /** Null with a fault. */
    private static @Nullable UUID site(
            ImportJob job, AttendanceRows.Row hours, ObjectNames.Sites sites, List<Violation> faults) {
        if (hours.site() == null) {
            return hours.siteId();
        }
        UUID partner = hours.name().partner(job.partnerId());
        if (partner == null) {
            faults.add(new Violation("/partnerId", REQUIRED));
            return null;
        }
        return sites.named(hours.site(), partner, faults);
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
