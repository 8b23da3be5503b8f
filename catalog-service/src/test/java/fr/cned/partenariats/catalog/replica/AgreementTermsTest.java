package fr.cned.partenariats.catalog.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class AgreementTermsTest {

    /** enrollment-service's PriceUnderTariffTest checks its price against the same file. */
    @ParameterizedTest
    @CsvFileSource(files = "src/test/resources/prices-under-tariffs.csv", numLinesToSkip = 1)
    void thePriceIsTheOneOfAnEnrollment(
            BigDecimal listPrice, @Nullable BigDecimal discount, @Nullable BigDecimal fixed, String price) {
        assertThat(terms(discount, fixed).priceOf(listPrice)).isEqualTo(price);
    }

    @Test
    void aFixedPriceHasItsOwnCurrency() {
        assertThat(terms(null, BigDecimal.TEN).currencyOf("CHF")).isEqualTo("EUR");
        assertThat(terms(BigDecimal.TEN, null).currencyOf("CHF")).isEqualTo("CHF");
    }

    private static AgreementTerms terms(@Nullable BigDecimal discount, @Nullable BigDecimal fixed) {
        return new AgreementTerms(
                UUID.randomUUID(), 1, "CONV-1", null, discount, fixed, fixed == null ? null : "EUR", null);
    }
}
