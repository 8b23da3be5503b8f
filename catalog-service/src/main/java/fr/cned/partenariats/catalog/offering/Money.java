package fr.cned.partenariats.catalog.offering;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A price with two decimal places. */
public record Money(
        @Schema(examples = "1250.00", maximum = "99999999.99", multipleOf = 0.01)
        @NotNull
        @PositiveOrZero
        @Digits(integer = 8, fraction = 2)
        BigDecimal amount,

        @Schema(examples = "EUR") @NotNull @Pattern(regexp = "EUR", message = "{commons.currency}")
        String currency) {

    public Money {
        if (amount != null && amount.scale() < 2) {
            amount = amount.setScale(2, RoundingMode.UNNECESSARY);
        }
    }
}
