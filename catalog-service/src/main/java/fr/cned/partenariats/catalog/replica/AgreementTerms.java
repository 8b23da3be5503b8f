package fr.cned.partenariats.catalog.replica;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The agreement that opens an offering to a partner, with its tariff.
 *
 * @param number null until the agreement's event has been read since the tariff is copied: the tariff is unknown then
 * @param seatsLeft of the quota that covers the training; 0 without one; null when the quotas are unknown
 */
public record AgreementTerms(
        UUID id,
        long revision,
        @Nullable String number,
        @Nullable String title,
        @Nullable BigDecimal discountPercent,
        @Nullable BigDecimal fixedPrice,
        @Nullable String fixedCurrency,
        @Nullable Integer seatsLeft) {

    /** The price under the tariff, rounded to cents. enrollment-service computes the same for an enrollment. */
    public BigDecimal priceOf(BigDecimal listPrice) {
        if (fixedPrice != null) {
            return fixedPrice.setScale(2, RoundingMode.HALF_UP);
        }
        BigDecimal discount = discountPercent == null ? BigDecimal.ZERO : discountPercent;
        return listPrice
                .multiply(BigDecimal.valueOf(100).subtract(discount))
                .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
    }

    public String currencyOf(String listCurrency) {
        return fixedCurrency == null ? listCurrency : fixedCurrency;
    }
}
