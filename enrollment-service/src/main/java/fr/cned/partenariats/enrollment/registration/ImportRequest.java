package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_OR_STUDENT_ID;

import fr.cned.partenariats.commons.http.EntryValidation;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The request to enroll many students under one agreement.
 *
 * @param rows processed in this order, so the first rows get the last seats and places. {@link EntryValidation}
 *     validates them one by one, because the violations of all rows together could fill the memory
 */
public record ImportRequest(
        @NotNull UUID agreementId,
        @NotNull @Size(min = 1, max = MAX_ROWS) List<@NotNull Row> rows) {

    static final int MAX_ROWS = 2_000;

    /**
     * One registration. The fields mean the same as in {@link EnrollmentRequest}.
     *
     * @param reference the reference of the enrollment, returned with the outcome of the row
     * @param studentReference the reference of a student, who may be the new student of an earlier row
     */
    @Schema(name = "ImportRow")
    public record Row(
            @Nullable @Reference String reference,
            @Nullable @Valid StudentData student,
            @Nullable UUID studentId,
            @Nullable @Reference String studentReference,
            @Nullable UUID partnerId,
            @NotNull UUID offeringId,
            @Nullable UUID siteId,
            @Nullable @Size(max = 10) List<@NotNull @Valid FundingLineRequest> fundings,
            @Nullable UUID previousEnrollmentId,
            @Nullable Boolean distinctPerson) {}

    EnrollmentRequest registration(Row row) {
        return new EnrollmentRequest(
                row.reference(),
                row.student(),
                row.studentId(),
                row.studentReference(),
                row.partnerId(),
                agreementId,
                row.offeringId(),
                row.siteId(),
                row.fundings(),
                row.previousEnrollmentId(),
                row.distinctPerson());
    }

    void requireOneStudentPerRow() {
        List<Violation> wrong = IntStream.range(0, rows.size())
                .filter(i -> !registration(rows.get(i)).namesOneStudent())
                .mapToObj(i -> new Violation("/rows/" + i + "/student", STUDENT_OR_STUDENT_ID))
                .toList();
        if (!wrong.isEmpty()) {
            throw Refusal.invalid(wrong.toArray(Violation[]::new));
        }
    }
}
