package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Who pays a funding line from now on. */
public record Payer(
        @NotNull FundingKind kind,
        @Nullable @Size(max = 200) String funder) {}
