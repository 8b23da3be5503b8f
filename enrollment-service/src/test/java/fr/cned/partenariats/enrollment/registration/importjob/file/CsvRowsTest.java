package fr.cned.partenariats.enrollment.registration.importjob.file;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_TOO_LONG;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource.RawRow;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static CsvRows csv(String text) throws IOException {
        return new CsvRows(ImportKind.ENROLLMENTS, new StringReader(text));
    }

    private static List<RawRow> rows(String text) throws IOException {
        CsvRows csv = csv(text);
        List<RawRow> rows = new ArrayList<>();
        for (RawRow row = csv.next(); row != null; row = csv.next()) {
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> cells(String text) throws IOException {
        return rows(text).stream().map(RawRow::cells).toList();
    }

    @ParameterizedTest
    @CsvSource({"','", "';'", "'\t'"})
    void theSeparatorIsDetectedFromTheHeader(char separator) throws IOException {
        String text = "nom%sprénoms%s\"ine\"\nLe Goff%sMaëlle%s1\n".replace("%s", String.valueOf(separator));
        assertThat(csv(text).sheet().separator()).isEqualTo(separator);
        assertThat(cells(text)).containsExactly(List.of("Le Goff", "Maëlle", "1"));
    }

    @ParameterizedTest
    @CsvSource({"sep=;, ';'", "'sep=,', ','", "SEP=;, ';'", "\"sep=;\", ';'"})
    void aFirstLineMayNameTheSeparator(String line, char separator) throws IOException {
        String text = line + "\r\nnom%sprénoms\r\nLe Goff%sMaëlle\r\n".replace("%s", String.valueOf(separator));
        assertThat(csv(text).sheet().separator()).isEqualTo(separator);
        assertThat(cells(text)).containsExactly(List.of("Le Goff", "Maëlle"));
    }

    @Test
    void theNamedSeparatorCountsNotTheMostFrequentOne() throws IOException {
        assertThat(cells("sep=;\nnom;référence,étudiant,,\nLe Goff, fils;1,2\n"))
                .containsExactly(List.of("Le Goff, fils", "1,2"));
        assertThatThrownBy(() -> csv("sep=|\nnom|ine\n")).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "nom;session;ine, fr",
        "familyName;offering;INE, en",
        "nom;given name, en",
        "référence;session;surname;prénoms, fr",
        "email;ine, en",
        "financement2;montant2, fr"
    })
    void theLanguageOfAFileIsThatOfItsColumnNames(String header, String language) throws IOException {
        assertThat(csv(header).sheet().language()).isEqualTo(Locale.forLanguageTag(language));
    }

    @Test
    void aSeparatorInQuotesDoesNotCount() throws IOException {
        assertThat(csv("\"nom\";prénoms;ine").sheet().names()).containsExactly("nom", "prénoms", "ine");
    }

    @Test
    void quotedCellsMayHaveSeparatorsQuotesAndLineBreaks() throws IOException {
        assertThat(cells("nom,prénoms\r\n\"Le \"\"Grand\"\", fils\",\"two\r\nlines\"\r\nb,c\r\n"))
                .containsExactly(List.of("Le \"Grand\", fils", "two\nlines"), List.of("b", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineBreakEndsARow(String lineBreak) throws IOException {
        assertThat(cells(String.join(lineBreak, "nom,ine", "a,1", "", "b,2")))
                .containsExactly(List.of("a", "1"), List.of("b", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,\"open", "a,\"closed\" and more"})
    void aRowWithWrongQuotesCostsOnlyItself(String wrong) throws IOException {
        List<RawRow> rows = rows("nom,ine\nx,1\n" + wrong + "\ny,\"2\"\nz,3\n");

        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).cells()).containsExactly(wrong);
        assertThat(rows.get(1).faults()).extracting(Violation::text).containsExactly(ROW_UNREADABLE);
        assertThat(rows.get(2).cells()).containsExactly("y", "2");
        assertThat(rows.get(3).cells()).containsExactly("z", "3");
    }

    /** A quote inside a cell without quotes is a plain character, also when no other quote follows. */
    @Test
    void aQuoteInsideACellClosesNothing() throws IOException {
        assertThat(cells("nom,ine\n5\" disk,1\nx,2\n")).containsExactly(List.of("5\" disk", "1"), List.of("x", "2"));
        assertThat(cells("nom,ine\n5\" disk,1\nx,2\n6\" disk,3\n"))
                .containsExactly(List.of("5\" disk", "1"), List.of("x", "2"), List.of("6\" disk", "3"));
    }

    @Test
    void anUnclosedQuoteBeforeManyRowsCostsOneRow() throws IOException {
        StringBuilder text = new StringBuilder("nom,ine\n\"open,1\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("row ").append(i).append(",x\n");
        }
        List<RawRow> rows = rows(text.toString());
        assertThat(rows).hasSize(5_001);
        assertThat(rows.stream().filter(row -> !row.faults().isEmpty())).hasSize(1);
    }

    @Test
    void aRowThatIsTooLongIsSkippedInBoundedMemory() throws IOException {
        Reader endless = new Reader() {
            private final String start = "nom,ine\na,1\n";
            private long next;

            @Override
            public int read(char[] target, int offset, int length) {
                int count = 0;
                while (count < length && next < 50_000_000) {
                    target[offset + count++] = next < start.length() ? start.charAt((int) next) : 'x';
                    next++;
                }
                return count == 0 ? -1 : count;
            }

            @Override
            public void close() {}
        };
        CsvRows csv = new CsvRows(ImportKind.ENROLLMENTS, endless);
        assertThat(csv.next().cells()).containsExactly("a", "1");
        RawRow tooLong = csv.next();
        assertThat(tooLong.faults()).extracting(Violation::text).containsExactly(ROW_TOO_LONG);
        assertThat(tooLong.cells().get(0)).hasSize(BoundedLines.MAX_LENGTH);
        assertThat(csv.next()).isNull();
    }

    @Test
    void aNeutralisedCellIsReadAsItWasBefore() throws IOException {
        assertThat(cells("nom,prénoms\n'=1+1,'+33\n")).containsExactly(List.of("=1+1", "+33"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOM,prenoms", "Nom de Famille,Prénoms", "family name,Given_Names", "familyName,givenNames"})
    void columnsHaveNamesInTwoLanguagesWithoutAccentsOrCase(String header) throws IOException {
        assertThat(csv(header).sheet().positions())
                .containsEntry("/student/familyName", 0)
                .containsEntry("/student/givenNames", 1);
    }

    @Test
    void columnsMayHaveAnyOrderAndFundingsANumber() throws IOException {
        assertThat(csv("montant2;ine;type de financement 2;montant").sheet().positions())
                .containsEntry("/fundings/1/amount", 0)
                .containsEntry("/student/ine", 1)
                .containsEntry("/fundings/1/kind", 2)
                .containsEntry("/fundings/0/amount", 3);
    }

    @Test
    void unknownAndRepeatedColumnsAreRefusedByName() {
        assertThatThrownBy(() -> csv("nom,colour,family name,fundingKind11"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.violations())
                                .extracting(Violation::pointer, Violation::code)
                                .containsExactly(
                                        tuple("/colour", "unknown-column"),
                                        tuple("/family name", "repeated-column"),
                                        tuple("/fundingKind11", "unknown-column")));
    }

    @Test
    void eachKindOfFileHasItsColumns() throws IOException {
        CsvRows hours = new CsvRows(ImportKind.ATTENDANCE, new StringReader("Référence;Semaine;Heures;Site\n"));
        assertThat(hours.sheet().positions()).containsOnlyKeys("/reference", "/week", "/hours", "/siteId");
        assertThatThrownBy(() -> csv("nom,semaine")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new CsvRows(ImportKind.ATTENDANCE, new StringReader("nom,semaine")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void theColumnsOfRejectsAreIgnored() throws IOException {
        assertThat(csv("nom,code,column,text").sheet().positions()).hasSize(1);
        assertThat(csv("nom,Code,Colonne,Texte").sheet().positions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\"open,nom"})
    void aFileWithoutAHeaderIsRefused(String text) {
        assertThatThrownBy(() -> csv(text))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code().code()).isEqualTo("no-header-line"));
    }
}
