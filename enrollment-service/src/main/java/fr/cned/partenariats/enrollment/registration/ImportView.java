package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of each row, in the order of the request.
 *
 * @param accepted number of rows that became enrollments; waitlisted ones count
 */
@Schema(name = "ImportResult")
public record ImportView(int accepted, int refused, List<Row> rows) {

    /**
     * The outcome of one row: an enrollment, or every rule that blocks it.
     *
     * @param index position of the row in the request, from 0
     * @param reference the reference from the request
     * @param refusals their pointers point into the request body
     * @param existingId the object with this reference, when the refusal is {@code reference-already-used}; the partner's
     *     student who has this INE, when it is {@code student-already-registered}; the live enrollment, when it is
     *     {@code already-enrolled}
     * @param possibleDuplicates of an accepted row: the caller's students who may be the same person; at most 10
     */
    @Schema(name = "ImportedRow")
    public record Row(
            int index,
            @Nullable String reference,
            @Nullable UUID enrollmentId,
            @Nullable UUID studentId,
            @Nullable EnrollmentState state,
            @Nullable List<EligibilityView.Blocking> refusals,
            @Nullable UUID existingId,
            @Nullable List<UUID> possibleDuplicates) {

        static Row accepted(
                int index, @Nullable String reference, Enrollment enrollment, List<UUID> possibleDuplicates) {
            return new Row(
                    index,
                    reference,
                    enrollment.id(),
                    enrollment.studentId(),
                    enrollment.state(),
                    null,
                    null,
                    possibleDuplicates.isEmpty() ? null : possibleDuplicates);
        }

        static Row refused(
                int index,
                @Nullable String reference,
                List<EligibilityView.Blocking> refusals,
                @Nullable UUID existingId) {
            return new Row(index, reference, null, null, null, refusals, existingId, null);
        }
    }

    static ImportView of(List<Row> rows) {
        int accepted =
                (int) rows.stream().filter(row -> row.enrollmentId() != null).count();
        return new ImportView(accepted, rows.size() - accepted, rows);
    }
}
