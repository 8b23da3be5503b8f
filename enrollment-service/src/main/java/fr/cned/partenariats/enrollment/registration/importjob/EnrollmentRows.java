package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_OR_STUDENT_ID;

import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportColumn;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.StudentSituation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts a row into the request of a single registration, with the constraints of that request. */
@ApplicationScoped
class EnrollmentRows {

    private final Validator validator;

    EnrollmentRows(Validator validator) {
        this.validator = validator;
    }

    /** The pointers of one of the fundings. */
    private record FundingColumns(String kind, String funder, String amount) {

        static final List<FundingColumns> ALL = IntStream.range(0, ImportColumn.MAX_FUNDINGS)
                .mapToObj(i -> "/fundings/" + i)
                .map(funding -> new FundingColumns(funding + "/kind", funding + "/funder", funding + "/amount"))
                .toList();
    }

    /** @param request null for a malformed row, which has faults */
    record Parsed(@Nullable EnrollmentRequest request, List<Violation> faults) {}

    /** @param agreementId of rows without one of their own */
    Parsed parse(Sheet sheet, List<String> cells, @Nullable UUID agreementId) {
        if (sheet.isShorterThan(cells)) {
            return new Parsed(null, List.of(sheet.wrongNumberOf(cells)));
        }
        CellReader reader = new CellReader(sheet, cells);
        EnrollmentRequest request = request(reader, agreementId);
        List<Violation> faults = new ArrayList<>(RowError.merged(
                reader.faults(),
                RequestViolations.of(validator.validate(request)).violations()));
        if (!request.namesOneStudent()) {
            faults.add(new Violation("/student", STUDENT_OR_STUDENT_ID));
        }
        return new Parsed(faults.isEmpty() ? request : null, faults);
    }

    /** The request of a row that {@link #parse} has found valid. */
    EnrollmentRequest read(Sheet sheet, List<String> cells, @Nullable UUID agreementId) {
        return request(new CellReader(sheet, cells), agreementId);
    }

    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static EnrollmentRequest request(CellReader reader, @Nullable UUID agreementId) {
        UUID own = reader.uuid("/agreementId");
        StudentData student = student(reader);
        return new EnrollmentRequest(
                reader.text("/reference"),
                student,
                reader.uuid("/studentId"),
                student == null ? reader.text("/studentReference") : null,
                reader.uuid("/partnerId"),
                own == null ? agreementId : own,
                reader.uuid("/offeringId"),
                reader.uuid("/siteId"),
                fundings(reader),
                reader.uuid("/previousEnrollmentId"),
                reader.yesOrNo("/distinctPerson"));
    }

    /** With a new student, the reference of the student is that of the new one. Without, it names a registered one. */
    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static @Nullable StudentData student(CellReader reader) {
        String reference = reader.text("/student/reference");
        StudentData student = new StudentData(
                reader.text("/student/familyName"),
                reader.text("/student/givenNames"),
                reader.day("/student/birthDate"),
                reader.text("/student/birthPlace"),
                reader.text("/student/email"),
                reader.text("/student/ine"),
                reader.whole("/student/diplomaLevel"),
                situation(reader),
                reference == null ? reader.text("/studentReference") : reference);
        boolean absent = Stream.of(
                        student.familyName(),
                        student.givenNames(),
                        student.birthDate(),
                        student.birthPlace(),
                        student.email(),
                        student.ine())
                .allMatch(Objects::isNull);
        return absent ? null : student;
    }

    private static @Nullable StudentSituation situation(CellReader reader) {
        if (reader.endsBefore("/student/situation")) {
            return null;
        }
        StudentSituation situation = new StudentSituation(
                reader.yesOrNo("/student/situation/highLevelAthlete"),
                reader.yesOrNo("/student/situation/apprentice"),
                reader.yesOrNo("/student/situation/civilServant"),
                reader.yesOrNo("/student/situation/priorityDistrict"),
                reader.yesOrNo("/student/situation/parentOfThree"));
        boolean absent = Stream.of(
                        situation.highLevelAthlete(),
                        situation.apprentice(),
                        situation.civilServant(),
                        situation.priorityDistrict(),
                        situation.parentOfThree())
                .allMatch(Objects::isNull);
        return absent ? null : situation;
    }

    /** Null without any: then the student pays the whole price. */
    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static @Nullable List<FundingLineRequest> fundings(CellReader reader) {
        if (reader.endsBefore("/fundings")) {
            return null;
        }
        List<FundingLineRequest> lines = new ArrayList<>();
        for (FundingColumns columns : FundingColumns.ALL) {
            lines.add(new FundingLineRequest(
                    reader.constant(columns.kind(), FundingKind.class),
                    reader.text(columns.funder()),
                    reader.number(columns.amount())));
        }
        while (!lines.isEmpty() && isAbsent(lines.get(lines.size() - 1))) {
            lines.remove(lines.size() - 1);
        }
        return lines.isEmpty() ? null : lines;
    }

    private static boolean isAbsent(FundingLineRequest line) {
        return line.kind() == null && line.funder() == null && line.amount() == null;
    }
}
