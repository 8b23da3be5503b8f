package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks rows of students before they are stored, and finds the identity by which an erasure finds them. */
@ApplicationScoped
class EnrollmentStaging {

    private final EnrollmentRows enrollments;

    EnrollmentStaging(EnrollmentRows enrollments) {
        this.enrollments = enrollments;
    }

    NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults) {
        List<String> cells = Objects.requireNonNull(row.cells());
        EnrollmentRows.Parsed parsed =
                enrollments.parse(sheet, cells, job.settings().commonId());
        List<Violation> all = RowError.merged(faults, parsed.faults());
        EnrollmentRequest request = parsed.request();
        if (!all.isEmpty() || request == null) {
            return malformed(row.malformed(RowError.of(all, sheet)), sheet, cells);
        }
        StudentData student = request.student();
        return student == null
                ? NewRow.of(row, reference(request.studentReference()), null, request.studentId())
                : NewRow.of(row, student.identityKey(), student.ine(), null);
    }

    private static NewRow malformed(StagedRow row, Sheet sheet, List<String> cells) {
        String family = sheet.cell(cells, "/student/familyName");
        String given = sheet.cell(cells, "/student/givenNames");
        String identity = family == null || given == null
                ? reference(sheet.cell(cells, "/studentReference"))
                : StudentData.nameKey(family, given);
        UUID student = new CellReader(sheet, cells).uuid("/studentId");
        return NewRow.of(row, identity, sheet.cell(cells, "/student/ine"), student);
    }

    private static @Nullable String reference(@Nullable String ofStudent) {
        return ofStudent == null ? null : '#' + ofStudent;
    }
}
