package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An amount to the cent. The bound is that of prices in the catalogue and of the event. */
public record Money(
        @Schema(examples = "1250.00", maximum = Money.MAX, multipleOf = 0.01)
        @NotNull
        @DecimalMin("0")
        @Digits(integer = Money.INTEGER_DIGITS, fraction = 2)
        BigDecimal amount,

        @Schema(examples = "EUR") @NotNull @Pattern(regexp = "EUR", message = "{commons.currency}")
        String currency) {

    /** The largest amount. All services store amounts with eight digits before the point. */
    public static final String MAX = "99999999.99";

    private static final int INTEGER_DIGITS = 8;

    public Money {
        if (amount != null && amount.scale() < 2) {
            amount = amount.setScale(2, RoundingMode.UNNECESSARY);
        }
    }
}
