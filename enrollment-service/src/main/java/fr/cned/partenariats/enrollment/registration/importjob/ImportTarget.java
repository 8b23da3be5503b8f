package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import java.util.List;
import java.util.UUID;

/** Reads and processes the rows of files of one kind. */
interface ImportTarget {

    ImportKind kind();

    static ImportTarget of(ImportKind kind, List<ImportTarget> targets) {
        return targets.stream()
                .filter(target -> target.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** Refuses a file whose rows all lack a value that each needs. */
    void requireColumns(Sheet sheet, ImportSettings settings);

    /** Refuses a common object of the rows that is outside of the scope. Files of changes have none. */
    default void requireVisible(UUID commonId, TenantScope scope) {}

    default int rowsAtOnce() {
        return ImportChunk.SIZE;
    }

    /**
     * Checks a row before it is stored, and finds what an erasure finds it by.
     *
     * @param row waits, and has cells
     * @param faults why the reader could not read the row; empty for a readable row
     */
    NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults);

    /**
     * The rows with their outcomes.
     *
     * @param taken what the rows of a dry run would take, with those before
     */
    record Processed(List<StagedRow> rows, Capacity.Taken taken) {}

    /**
     * Processes rows in the transaction of the caller.
     *
     * @param rows wait for their outcome, and have cells
     */
    Processed process(ImportJob job, Sheet sheet, List<StagedRow> rows);
}
