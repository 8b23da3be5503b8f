package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one row of a file.
 *
 * @param possibleDuplicates of an accepted row: the caller's students who may be the same person; at most 10
 * @param changedColumns of an updating row: the columns of the file whose values it changes; of one that is refused because
 *     of corrections by the API: those that it would replace
 */
@Schema(name = "ImportJobRow")
public record ImportRowView(
        int number,
        RowOutcome outcome,
        @Nullable String reference,
        @Nullable UUID enrollmentId,
        @Nullable UUID studentId,
        @Nullable EnrollmentState state,
        @Nullable List<Reason> errors,
        @Nullable UUID existingId,
        @Nullable List<UUID> possibleDuplicates,
        @Nullable List<String> changedColumns) {

    @Schema(name = "ImportRowError")
    public record Reason(
            String code, @Nullable String column, @Nullable String clause, String detail) {}

    static ImportRowView of(StagedRow row, ImportJob job, Sheet sheet, Locale language) {
        RowOutcome outcome = row.outcome();
        List<String> cells = row.cells();
        return new ImportRowView(
                row.number(),
                outcome != null ? outcome : job.state().hasEnded() ? RowOutcome.SKIPPED : RowOutcome.PENDING,
                cells == null ? null : sheet.cell(cells, "/reference"),
                row.enrollmentId(),
                row.studentId(),
                row.state(),
                row.errors().isEmpty()
                        ? null
                        : row.errors().stream()
                                .map(error ->
                                        new Reason(error.code(), error.column(), error.clause(), error.text(language)))
                                .toList(),
                row.existingId(),
                row.possibleDuplicates().isEmpty() ? null : row.possibleDuplicates(),
                row.changedColumns().isEmpty() ? null : row.changedColumns());
    }
}
