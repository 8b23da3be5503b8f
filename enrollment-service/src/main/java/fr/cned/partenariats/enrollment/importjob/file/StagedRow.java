package fr.cned.partenariats.enrollment.importjob.file;

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
 */
public record StagedRow(
        int number,
        @Nullable List<String> cells,
        @Nullable RowOutcome outcome,
        List<RowError> errors,
        @Nullable UUID enrollmentId,
        @Nullable UUID studentId,
        @Nullable UUID existingId) {

    public static StagedRow waiting(int number, List<String> cells) {
        return new StagedRow(number, cells, null, List.of(), null, null, null);
    }

    public StagedRow faulty(RowOutcome became, List<RowError> reasons, @Nullable UUID existing) {
        return new StagedRow(number, cells, became, reasons, null, null, existing);
    }

    public StagedRow malformed(List<RowError> reasons) {
        return faulty(RowOutcome.MALFORMED, reasons, null);
    }

    public StagedRow accepted(RowOutcome became, @Nullable UUID enrollment, @Nullable UUID student) {
        return new StagedRow(number, cells, became, List.of(), enrollment, student, null);
    }

    public boolean isFaulty() {
        return outcome == RowOutcome.REFUSED || outcome == RowOutcome.MALFORMED;
    }
}
