package fr.cned.partenariats.enrollment.importjob.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCellTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+33 6", "-5", "@SUM(A1)", "\tx", "\rx", "'=1", "''-"})
    void aFormulaGetsAnApostropheAndIsReadWithoutIt(String cell) {
        assertThat(SpreadsheetCell.neutralised(cell)).isEqualTo('\'' + cell);
        assertThat(SpreadsheetCell.restored('\'' + cell)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "O'Brien", "'t Hooft", "a=b", "2026-11-26", "'"})
    void anotherCellStays(String cell) {
        assertThat(SpreadsheetCell.neutralised(cell)).isEqualTo(cell);
        assertThat(SpreadsheetCell.restored(cell)).isEqualTo(cell);
    }

    @Test
    void whatIsWrittenIsReadUnchanged() {
        for (String cell : new String[] {"=a", "'=a", "''=a", "'a", "-", "--", "'-'"}) {
            assertThat(SpreadsheetCell.restored(SpreadsheetCell.neutralised(cell)))
                    .isEqualTo(cell);
        }
    }
}
