package fr.cned.partenariats.enrollment.enrollment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Another payer of a funding line.
 *
 * @param amount the part of the line that the payer takes over; by default all of it
 */
public record PayerChangeRequest(
        @NotNull @Valid Payer payer,

        @Schema(maximum = "99999999.99", multipleOf = 0.01)
        @DecimalMin("0.01")
        @Digits(integer = 8, fraction = 2)
        @Nullable
        BigDecimal amount,

        @NotBlank @Size(max = 500) String reason) {}
