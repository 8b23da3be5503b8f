package fr.cned.partenariats.partner.terms;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An amount to the cent. */
public record Money(
        @Schema(examples = "1250.00", maximum = "999999999.99", multipleOf = 0.01)
        @NotNull
        @DecimalMin("0")
        @Digits(integer = 9, fraction = 2)
        BigDecimal amount,

        @Schema(examples = "EUR") @NotNull @Pattern(regexp = "EUR", message = "{partner.currency}")
        String currency) {

    public Money {
        if (amount != null && amount.scale() < 2) {
            amount = amount.setScale(2, RoundingMode.UNNECESSARY);
        }
    }
}
