package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCellTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+33 6", "-5", "@SUM(A1)", "\tx", "\rx", "'=1", "''-", "＝1", "＋1", "－1", "＠a"})
    void aFormulaGetsAnApostropheAndIsReadWithoutIt(String cell) {
        assertThat(SpreadsheetCell.neutralised(cell)).isEqualTo('\'' + cell);
        assertThat(SpreadsheetCell.restored('\'' + cell)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "O'Brien", "'t Hooft", "a=b", "2026-11-26", "'", "a, =b", "a;b", "a\r\nb"})
    void anotherCellStays(String cell) {
        assertThat(SpreadsheetCell.neutralised(cell)).isEqualTo(cell);
        assertThat(SpreadsheetCell.restored(cell)).isEqualTo(cell);
    }

    /** A spreadsheet with another separator than that of the file splits the cell. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"a,=1 | a,'=1", "a;+1;b | a;'+1;b", "-1;@x | '-1;'@x", "a,'=1 | a,''=1", "a;＝1 | a;'＝1"})
    void aFormulaAfterASeparatorGetsAnApostrophe(String cell, String written) {
        assertThat(SpreadsheetCell.neutralised(cell)).isEqualTo(written);
        assertThat(SpreadsheetCell.restored(written)).isEqualTo(cell);
        assertThat(SpreadsheetCell.neutralised("a\t" + cell)).startsWith("a\t");
        assertThat(SpreadsheetCell.neutralised("a\t=1\n=2")).isEqualTo("a\t'=1\n'=2");
    }

    @Test
    void whatIsWrittenIsReadUnchanged() {
        for (String cell : new String[] {
            "=a",
            "'=a",
            "''=a",
            "'a",
            "-",
            "--",
            "'-'",
            "a,=b",
            "a;'=b",
            "\t=x",
            "\r\n=x",
            ",\t=",
            "a\n\t-",
            ";;=",
            "'''=,''＝"
        }) {
            assertThat(SpreadsheetCell.restored(SpreadsheetCell.neutralised(cell)))
                    .isEqualTo(cell);
        }
    }
}
