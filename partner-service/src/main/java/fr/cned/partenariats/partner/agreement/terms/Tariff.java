package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The price of an enrollment under an agreement: a discount on the catalogue's price, or a fixed price. */
@Schema(description = "Either discountPercent or fixedPrice.")
public record Tariff(
        @Schema(multipleOf = 0.01) @DecimalMin("0") @DecimalMax("100") @Digits(integer = 3, fraction = 2) @Nullable
        BigDecimal discountPercent,

        @Valid @Nullable Money fixedPrice) {

    /** The tariff as a text, such as {@code 20 %} or {@code 100.00 EUR}. */
    String limit() {
        return fixedPrice == null
                ? discountPercent + " %"
                : fixedPrice.amount().toPlainString() + " " + fixedPrice.currency();
    }

    /** Whether an enrollment could cost less than under the ceiling. Two different kinds of tariff always exceed. */
    boolean exceeds(Tariff ceiling) {
        if (discountPercent != null && ceiling.discountPercent != null) {
            return discountPercent.compareTo(ceiling.discountPercent) > 0;
        }
        if (fixedPrice != null && ceiling.fixedPrice != null) {
            return fixedPrice.amount().compareTo(ceiling.fixedPrice.amount()) < 0;
        }
        return true;
    }
}
