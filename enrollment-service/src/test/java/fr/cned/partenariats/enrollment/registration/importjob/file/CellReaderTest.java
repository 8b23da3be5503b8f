package fr.cned.partenariats.enrollment.registration.importjob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells as people write them. */
class CellReaderTest {

    private static final String DAY = "/student/birthDate";
    private static final String AMOUNT = "/fundings/0/amount";
    private static final String YES_NO = "/student/situation/apprentice";
    private static final Words<String> WORDS =
            new Words<String>().with("REGION", "région", "conseil régional").with("OPCO", "Opco");

    private static CellReader reader(String column, String cell) {
        return new CellReader(Sheet.of(ImportKind.ENROLLMENTS, List.of(column), ';'), List.of(cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-31", "31/12/2026", "31-12-2026", "31.12.2026", "\u00A031/12/2026\u202F"})
    void aDayIsWrittenInFrenchOrAsInIso8601(String cell) {
        assertThat(reader("né le", cell).day(DAY)).isEqualTo(LocalDate.of(2026, 12, 31));
    }

    @ParameterizedTest
    @CsvSource({
        "31/12/26, wrong-type",
        "31-12-26, wrong-type",
        "31/12-2026, wrong-type",
        "2026/12/31, wrong-type",
        "12/31/2026, no-such-day",
        "29-02-2026, no-such-day",
        "hier, wrong-type"
    })
    void anAmbiguousOrImpossibleDayIsRefused(String cell, String code) {
        CellReader reader = reader("né le", cell);
        assertThat(reader.day(DAY)).isNull();
        assertThat(reader.faults())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple(DAY, code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "1250 = 1250",
                "1250,5 = 1250.5",
                "1250.50 = 1250.50",
                "1 250,00 € = 1250.00",
                "1\u00A0250,00\u00A0€ = 1250.00",
                "1\u202F250\u202F000 = 1250000",
                "1250€ = 1250",
                "1250,00 EUR = 1250.00",
                "12 euros = 12"
            })
    void anAmountHasSpacesACommaAndTheUnit(String cell, BigDecimal amount) {
        assertThat(reader("montant", cell).amount(AMOUNT)).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2 5", "12 50", "1.250,00", "1,250.00", "1250 $", "mille", "€", "1 250,0 0"})
    void anotherAmountIsRefused(String cell) {
        CellReader reader = reader("montant", cell);
        assertThat(reader.amount(AMOUNT)).isNull();
        assertThat(reader.faults()).extracting(Violation::code).containsExactly("wrong-type");
    }

    @Test
    void aNumberWithoutAPriceHasNoUnit() {
        assertThat(reader("niveau de diplôme", "5 €").whole("/student/diplomaLevel"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"Oui, true", "VRAI, true", "x, true", "yes, true", "Non, false", "faux, false", "0, false"})
    void yesAndNoAreWords(String cell, boolean value) {
        assertThat(reader("apprenti", cell).yesOrNo(YES_NO)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"REGION, REGION", "Région, REGION", "CONSEIL REGIONAL, REGION", "opco, OPCO"})
    void aWordStandsForACode(String cell, String code) {
        assertThat(reader("financement", cell).word("/fundings/0/kind", WORDS)).isEqualTo(code);
    }

    @Test
    void anUnknownWordIsRefusedWithTheKnownOnes() {
        CellReader reader = reader("financement", "banque");
        assertThat(reader.word("/fundings/0/kind", WORDS)).isNull();
        assertThat(reader.faults().get(0).args()).containsExactly("REGION (région), OPCO");
    }

    @Test
    void aNameStandsInsteadOfAnId() {
        String id = "01997b5a-5c00-7000-8000-000000000001";
        assertThat(reader("site", id).name("/siteId")).isNull();
        assertThat(reader("site", id).idUnlessNamed("/siteId")).hasToString(id);
        CellReader named = reader("site", " L’Atelier ");
        assertThat(named.name("/siteId")).isEqualTo("L’Atelier");
        assertThat(named.idUnlessNamed("/siteId")).isNull();
        assertThat(named.faults()).isEmpty();
    }

    @Test
    void caseAccentsSpacesAndApostrophesDoNotCountInAName() {
        assertThat(PlainName.of("Campus connecté d’Évry"))
                .isEqualTo(PlainName.of("CAMPUS  CONNECTE D'EVRY"))
                .isEqualTo("campusconnectedevry");
        assertThat(PlainName.of("Cœur")).isEqualTo("coeur");
    }
}
