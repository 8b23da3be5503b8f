package fr.cned.partenariats.enrollment.registration.importjob.file;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file in the database.
 *
 * @param number from 1, without the header
 * @param cells null after an erasure
 * @param outcome null while the row waits
 * @param existingId what stands in the way of a refused row
 * @param state of the enrollment when it was registered
 * @param possibleDuplicates students who may be the same person as that of an accepted row
 * @param changedColumns the names in the file of the columns whose values an updating row changes, or a refused row would
 *     replace although the API has corrected them
 */
public record StagedRow(
        int number,
        @Nullable List<String> cells,
        @Nullable RowOutcome outcome,
        List<RowError> errors,
        @Nullable UUID enrollmentId,
        @Nullable UUID studentId,
        @Nullable UUID existingId,
        @Nullable EnrollmentState state,
        List<UUID> possibleDuplicates,
        List<String> changedColumns) {

    public static StagedRow waiting(int number, List<String> cells) {
        return new StagedRow(number, cells, null, List.of(), null, null, null, null, List.of(), List.of());
    }

    /** @param named the registered student whom the row names; an erasure finds the row by it */
    public StagedRow refused(List<RowError> reasons, @Nullable UUID existing, @Nullable UUID named) {
        return new StagedRow(
                number, cells, RowOutcome.REFUSED, reasons, null, named, existing, null, List.of(), List.of());
    }

    /** @param columns names in the file */
    public StagedRow conflicting(List<RowError> reasons, UUID student, List<String> columns) {
        return new StagedRow(number, cells, RowOutcome.REFUSED, reasons, null, student, null, null, List.of(), columns);
    }

    /** @param enrollment by which an erasure finds the row */
    public StagedRow refusedOf(@Nullable UUID enrollment, List<RowError> reasons) {
        return new StagedRow(
                number, cells, RowOutcome.REFUSED, reasons, enrollment, null, null, null, List.of(), List.of());
    }

    public StagedRow malformed(List<RowError> reasons) {
        return new StagedRow(
                number, cells, RowOutcome.MALFORMED, reasons, null, null, null, null, List.of(), List.of());
    }

    public StagedRow accepted(RowOutcome became, @Nullable UUID enrollment, @Nullable UUID student) {
        return accepted(became, enrollment, student, null, List.of());
    }

    public StagedRow accepted(
            RowOutcome became,
            @Nullable UUID enrollment,
            @Nullable UUID student,
            @Nullable EnrollmentState registeredAs,
            List<UUID> duplicates) {
        return new StagedRow(
                number, cells, became, List.of(), enrollment, student, null, registeredAs, duplicates, List.of());
    }

    /** @param columns names in the file */
    public StagedRow updated(UUID enrollment, UUID student, EnrollmentState itsState, List<String> columns) {
        return new StagedRow(
                number, cells, RowOutcome.UPDATED, List.of(), enrollment, student, null, itsState, List.of(), columns);
    }

    public boolean isFaulty() {
        return outcome == RowOutcome.REFUSED || outcome == RowOutcome.MALFORMED;
    }
}
