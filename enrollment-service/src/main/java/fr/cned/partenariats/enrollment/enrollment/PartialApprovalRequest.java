package fr.cned.partenariats.enrollment.enrollment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A funder agreed to a part of its line.
 *
 * @param amount what the funder pays
 * @param rest who pays the rest of the line
 */
public record PartialApprovalRequest(
        @Schema(maximum = "99999999.99", multipleOf = 0.01)
        @NotNull
        @DecimalMin("0.01")
        @Digits(integer = 8, fraction = 2)
        BigDecimal amount,

        @NotNull @Valid Payer rest,
        @NotBlank @Size(max = 500) String reason) {}
