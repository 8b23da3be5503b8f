package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

public record Funding(
        FundingKind kind,
        FundingState state,
        @Nullable LocalDate since,
        @Nullable String reason) {

    /** The effective state of a funding: suspended when the agreement or its framework suspended it. */
    public static Funding effective(@Nullable Funding framework, @Nullable Funding own, FundingKind kind) {
        if (framework != null && (own == null || framework.suspended())) {
            return framework;
        }
        if (own == null) {
            return available(kind);
        }
        return framework == null || own.suspended() || own.start().isAfter(framework.start()) ? own : framework;
    }

    public Funding withoutReason() {
        return new Funding(kind, state, since, null);
    }

    public boolean suspended() {
        return state == FundingState.SUSPENDED;
    }

    private LocalDate start() {
        return since == null ? LocalDate.MIN : since;
    }

    private static Funding available(FundingKind kind) {
        return new Funding(kind, FundingState.AVAILABLE, null, null);
    }
}
