package fr.cned.partenariats.enrollment.registration.importjob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SheetTest {

    @Test
    void findsNumberedColumnsInBothLanguages() {
        Sheet sheet = sheet("Montant du financement", "montant 2", "fundingAmount10", "adresse 2", "nom de famille");

        assertThat(sheet.positions())
                .containsEntry("/fundings/0/amount", 0)
                .containsEntry("/fundings/1/amount", 1)
                .containsEntry("/fundings/9/amount", 2)
                .containsEntry("/student/address/lines/1", 3)
                .containsEntry("/student/familyName", 4);
        assertThat(sheet.language()).isEqualTo(Locale.FRENCH);
    }

    @Test
    void refusesNumbersThatNoFieldHas() {
        assertThatThrownBy(() -> sheet("fundingAmount11")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> sheet("fundingAmount0")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> sheet("familyName2")).isInstanceOf(Refusal.class);
    }

    @Test
    void ignoresTheColumnsThatAFileOfRejectsAdds() {
        assertThat(sheet("Code", "TEXTE", "familyName").positions()).containsOnlyKeys("/student/familyName");
    }

    private static Sheet sheet(String... names) {
        return Sheet.of(ImportKind.ENROLLMENTS, List.of(names), ',');
    }
}
