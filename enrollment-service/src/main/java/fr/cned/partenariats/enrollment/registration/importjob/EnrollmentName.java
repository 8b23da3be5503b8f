package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.codes.TrainingCode;
import fr.cned.partenariats.enrollment.Reference;
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

    boolean isByStudent() {
        return enrollmentId == null && reference == null && studentReference != null;
    }

    /** The column that names the enrollment. */
    String pointer() {
        if (isByStudent()) {
            return "/studentReference";
        }
        return enrollmentId == null ? "/reference" : "/enrollmentId";
    }

    /** What the row writes there; the same for rows that name the enrollment in the same way. */
    String text() {
        if (isByStudent()) {
            return "@" + studentReference + ' ' + trainingCode + ' ' + academicYear;
        }
        return enrollmentId == null ? "#" + reference : enrollmentId.toString();
    }

    /** @param sender null for an officer */
    boolean isOfAnotherPartner(@Nullable UUID sender) {
        return sender != null && partnerId != null && !sender.equals(partnerId);
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
