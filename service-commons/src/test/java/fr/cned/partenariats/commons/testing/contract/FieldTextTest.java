package fr.cned.partenariats.commons.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.junit.jupiter.api.Test;

class FieldTextTest {

    @Test
    void aLineWithoutBoundsIsADescription() {
        FieldText text = FieldText.parse("Codes, such as `[A-Z]`. Optional.");
        assertThat(text.description()).isEqualTo("Codes, such as `[A-Z]`. Optional.");
        assertThat(text.bounds()).isEmpty();
    }

    @Test
    void aLineCanEndWithBounds() {
        FieldText text = FieldText.parse("Rank on the list. [minimum=1; maximum=100]");
        assertThat(text.description()).isEqualTo("Rank on the list.");
        assertThat(text.bounds()).containsEntry("minimum", "1").containsEntry("maximum", "100");
    }

    @Test
    void aPatternMayContainBrackets() {
        FieldText text = FieldText.parse("Currency. [pattern=^[A-Z]{3}$]");
        assertThat(text.bounds()).containsExactly(Map.entry("pattern", "^[A-Z]{3}$"));
    }

    @Test
    void theBoundsOfTheCodeHavePrecedence() {
        Schema schema = OASFactory.createSchema().maxLength(10);
        FieldText.parse("Name. [maxLength=200; pattern=^x$]").bound(schema);
        assertThat(schema.getMaxLength()).isEqualTo(10);
        assertThat(schema.getPattern()).isEqualTo("^x$");
    }

    @Test
    void theBoundsOfAListAreThoseOfItsItems() {
        Schema list = OASFactory.createSchema().items(OASFactory.createSchema());
        FieldText.parse("Levels. [minimum=3]").bound(list);
        assertThat(list.getMinimum()).isNull();
        assertThat(list.getItems().getMinimum()).isEqualByComparingTo(new BigDecimal("3"));
    }
}
