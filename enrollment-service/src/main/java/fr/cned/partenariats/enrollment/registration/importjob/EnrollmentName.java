package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.AMBIGUOUS_ENROLLMENT;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.codes.TrainingCode;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Found;
import fr.cned.partenariats.enrollment.enrollment.RegisteredEnrollments.Name;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a row names a registered enrollment: by its id, by its reference, or by student, training and year. */
record EnrollmentName(
        @Nullable UUID enrollmentId,
        @Nullable @Reference String reference,
        @Nullable @Reference String studentReference,
        @Nullable @TrainingCode String trainingCode,
        @Nullable @AcademicYear String academicYear,
        @Nullable UUID partnerId) {

    static EnrollmentName of(CellReader reader) {
        String code = reader.text("/trainingCode");
        String year = reader.text("/academicYear");
        return new EnrollmentName(
                reader.uuid("/enrollmentId"),
                reader.text("/reference"),
                reader.text("/studentReference"),
                code == null ? null : code.toUpperCase(Locale.ROOT),
                year == null ? null : EnrollmentRows.year(year),
                reader.uuid("/partnerId"));
    }

    /** Refuses a file in which no row can name an enrollment. */
    static void requireColumns(Sheet sheet) {
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

    String pointer() {
        return enrollmentId != null ? "/enrollmentId" : reference != null ? "/reference" : "/studentReference";
    }

    /** The same for rows that name the enrollment in the same way. */
    String text() {
        return enrollmentId != null
                ? enrollmentId.toString()
                : reference != null ? "#" + reference : studentReference + " " + trainingCode + ' ' + academicYear;
    }

    /** The sender, or whom an officer names. */
    @Nullable
    UUID partner(@Nullable UUID sender) {
        return sender == null ? partnerId : sender;
    }

    Name in(@Nullable UUID partner, int row) {
        return new Name(row, partner, enrollmentId, reference, studentReference, trainingCode, academicYear);
    }

    /** Null with a fault. An enrollment of another partner is unknown. */
    @Nullable
    Found only(List<Found> found, @Nullable UUID sender, List<Violation> faults) {
        if (sender != null && partnerId != null && !sender.equals(partnerId)) {
            faults.add(new Violation("/partnerId", NOT_FOUND, "partner"));
        } else if (found.isEmpty()) {
            faults.add(new Violation(pointer(), NOT_FOUND, "enrollment"));
        } else if (found.size() > 1) {
            faults.add(new Violation(pointer(), AMBIGUOUS_ENROLLMENT));
        } else {
            return found.get(0);
        }
        return null;
    }

    /** The columns without which the row names no enrollment. */
    Stream<String> missing() {
        if (enrollmentId != null || reference != null) {
            return Stream.empty();
        }
        if (studentReference == null) {
            return Stream.of("/reference");
        }
        return Stream.of(trainingCode == null ? "/trainingCode" : "", academicYear == null ? "/academicYear" : "")
                .filter(pointer -> !pointer.isEmpty());
    }

    /** By which an erasure finds the row; null when the row does not name the student. */
    static @Nullable String identityKey(Sheet sheet, List<String> cells) {
        String student = sheet.cell(cells, "/studentReference");
        return student == null ? null : '#' + student;
    }
}
