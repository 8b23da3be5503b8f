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

        @Schema(description = "Not shown to operators, nor a framework's to a partner that is no party of it.")
        @Nullable
        String reason) {

    /** What comes of an agreement's own record and its framework's: the money stops where either stopped it. */
    static Funding under(@Nullable Funding framework, @Nullable Funding own, FundingKind kind) {
        if (framework != null && (own == null || framework.stopped())) {
            return framework;
        }
        if (own == null) {
            return available(kind);
        }
        return framework == null || own.stopped() || own.start().isAfter(framework.start()) ? own : framework;
    }

    Funding withoutReason() {
        return new Funding(kind, state, since, null);
    }

    boolean stopped() {
        return state == FundingState.SUSPENDED;
    }

    private LocalDate start() {
        return since == null ? LocalDate.MIN : since;
    }

    static Funding available(FundingKind kind) {
        return new Funding(kind, FundingState.AVAILABLE, null, null);
    }
}
