package fr.cned.partenariats.enrollment.enrollment.adaptation;

import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An adaptation to approve.
 *
 * @param code from the list of the enrollment's agreement
 */
public record AdaptationRequest(
        @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,59}") String code,

        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Nullable @Valid PriceChange price) {

    /**
     * The approved price of the enrollment and who pays it.
     *
     * @param amount at most the price under the agreement's tariff
     * @param fundings the parts of the new price, all agreed with their funders; when absent, the student pays it
     */
    @Schema(name = "PriceChangeRequest")
    public record PriceChange(
            @Schema(maximum = "99999999.99", multipleOf = 0.01)
            @NotNull
            @DecimalMin("0.00")
            @Digits(integer = 8, fraction = 2)
            BigDecimal amount,

            @NotBlank @Size(max = 500) String reason,
            @Nullable @Size(max = 10) List<@NotNull @Valid FundingLineRequest> fundings) {}
}
