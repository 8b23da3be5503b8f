package fr.cned.partenariats.enrollment.importjob;

import fr.cned.partenariats.commons.problem.ProblemCode;
import fr.cned.partenariats.commons.problem.Violation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one after the other, in bounded memory. */
interface RowSource {

    Sheet sheet();

    /** Null at the end. Rows without any content are skipped. */
    @Nullable
    RawRow next() throws IOException;

    /**
     * One row.
     *
     * @param cells in the order of the sheet's columns; a row that cannot be divided into cells has its text in the first
     * @param faults why the row cannot be read; empty for a readable row
     */
    record RawRow(List<String> cells, List<Violation> faults) {

        static RawRow of(List<String> cells) {
            return new RawRow(cells, List.of());
        }

        static RawRow unreadable(String text, ProblemCode fault) {
            return new RawRow(List.of(text), List.of(new Violation("", fault)));
        }
    }
}
