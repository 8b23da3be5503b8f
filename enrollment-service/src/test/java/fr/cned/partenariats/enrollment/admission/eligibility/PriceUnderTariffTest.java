package fr.cned.partenariats.enrollment.admission.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The catalogue shows a partner the price that the eligibility check answers. */
class PriceUnderTariffTest {

    @ParameterizedTest
    @CsvFileSource(files = "../catalog-service/src/test/resources/prices-under-tariffs.csv", numLinesToSkip = 1)
    void thePriceIsTheOneOfTheCatalogue(
            BigDecimal listPrice, @Nullable BigDecimal discount, @Nullable BigDecimal fixed, String price) {
        EligibilityCase input = new EligibilityCase();
        input.discountPercent = discount;
        input.fixedPrice = fixed;

        assertThat(input.facts().agreement().priceOf(listPrice)).isEqualTo(price);
    }
}
