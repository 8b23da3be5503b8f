package fr.cned.partenariats.enrollment.enrollment;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of each row, in the order of the request.
 *
 * @param accepted rows that are enrollments now, those that wait included
 */
@Schema(name = "ImportResult")
public record ImportView(int accepted, int refused, List<Row> rows) {

    /**
     * One row's answer: an enrollment, or else every rule in its way.
     *
     * @param index of the row in the request, from 0
     * @param reference as the request gave it
     * @param refusals with pointers into the request's body
     * @param existingId the partner's student who has the INE already, where that is the refusal
     */
    @Schema(name = "ImportedRow")
    public record Row(
            int index,
            @Nullable String reference,
            @Nullable UUID enrollmentId,
            @Nullable UUID studentId,
            @Nullable EnrollmentState state,
            @Nullable List<EligibilityView.Blocking> refusals,
            @Nullable UUID existingId) {

        static Row accepted(int index, @Nullable String reference, Enrollment enrollment) {
            return new Row(index, reference, enrollment.id(), enrollment.studentId(), enrollment.state(), null, null);
        }

        static Row refused(
                int index,
                @Nullable String reference,
                List<EligibilityView.Blocking> refusals,
                @Nullable UUID existingId) {
            return new Row(index, reference, null, null, null, refusals, existingId);
        }
    }

    static ImportView of(List<Row> rows) {
        int accepted =
                (int) rows.stream().filter(row -> row.enrollmentId() != null).count();
        return new ImportView(accepted, rows.size() - accepted, rows);
    }
}
