package fr.cned.partenariats.partner.agreement;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A kind of funding and whether its money flows. */
public record Funding(
        FundingKind kind,
        FundingState state,

        @Schema(description = "Since when it is so; absent while it never changed.") @Nullable
        LocalDate since,

        @Nullable String reason) {

    static Funding available(FundingKind kind) {
        return new Funding(kind, FundingState.AVAILABLE, null, null);
    }
}
