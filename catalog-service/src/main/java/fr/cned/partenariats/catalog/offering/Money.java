package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.code.Iso4217;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A price, to the cent. */
public record Money(
        @Schema(examples = "1250.00") @NotNull @PositiveOrZero @Digits(integer = MAX_DIGITS, fraction = 2)
        BigDecimal amount,

        @Schema(examples = "EUR") @NotNull @Iso4217 String currency) {

    private static final int MAX_DIGITS = 8;

    public Money {
        // Not of 1e999999999, which would be written out to the last zero before it can be refused.
        if (amount != null && amount.scale() < 2 && amount.precision() - amount.scale() <= MAX_DIGITS) {
            amount = amount.setScale(2, RoundingMode.UNNECESSARY);
        }
    }
}
