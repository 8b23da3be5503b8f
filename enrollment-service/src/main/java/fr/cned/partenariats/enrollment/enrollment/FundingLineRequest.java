package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record FundingLineRequest(
        @NotNull FundingKind kind,
        @Nullable @Size(max = 200) String funder,

        @Schema(maximum = "99999999.99", multipleOf = 0.01)
        @NotNull
        @DecimalMin("0.01")
        @Digits(integer = 8, fraction = 2)
        BigDecimal amount) {}
