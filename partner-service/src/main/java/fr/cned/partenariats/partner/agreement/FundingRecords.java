package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fundings that an agreement suspended at least once, without those of its framework. All others are available.
 */
record FundingRecords(List<Funding> all) {

    static final FundingRecords NONE = new FundingRecords(List.of());

    @Nullable
    Funding find(FundingKind kind) {
        return all.stream()
                .filter(funding -> funding.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Funding findSuspended(FundingKind kind) {
        Funding found = find(kind);
        return found != null && found.suspended() ? found : null;
    }

    Map<FundingKind, Funding> byKind() {
        return all.stream().collect(Collectors.toMap(Funding::kind, Function.identity()));
    }

    FundingRecords with(Funding changed) {
        return new FundingRecords(Stream.concat(
                        all.stream().filter(funding -> funding.kind() != changed.kind()), Stream.of(changed))
                .toList());
    }

    static Funding require(List<Funding> accepted, FundingKind kind) {
        return accepted.stream()
                .filter(funding -> funding.kind() == kind)
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "funding"));
    }

    /** The funding after a change from one state to another. */
    static Funding change(Funding current, FundingState next, @Nullable LocalDate since, ChangeContext context) {
        Refusal.requireTransition(current.state(), next, current.state().next());
        LocalDate earliest = current.since() == null ? LocalDate.MIN : current.since();
        LocalDate day = EffectiveDateRules.resolve("/since", since, earliest, context);
        return new Funding(current.kind(), next, day, context.reason());
    }

    static HistoryAction actionOf(Funding changed) {
        return changed.suspended() ? HistoryAction.FUNDING_SUSPENDED : HistoryAction.FUNDING_RESTORED;
    }

    /**
     * Whether a renewal with these records, which is not in force yet, follows a change of the agreement that it renews.
     * A suspension that was recorded on the renewal alone is kept when the renewed agreement's is restored.
     *
     * @param before the renewed agreement's record before the change
     */
    boolean follows(@Nullable Funding before, Funding changed) {
        Funding own = find(changed.kind());
        return changed.suspended() ? own == null || !own.suspended() : own != null && own.equals(before);
    }

    /**
     * The suspensions that an agreement takes over when it renews this one or is made on its model. A suspension of the
     * framework is taken over, without its reason, if the new agreement's framework does not have it.
     */
    List<Funding> suspensionsToCopy(FundingRecords framework, FundingRecords newFramework) {
        return Stream.of(FundingKind.values())
                .map(kind -> suspensionToCopy(kind, framework, newFramework))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private @Nullable Funding suspensionToCopy(
            FundingKind kind, FundingRecords framework, FundingRecords newFramework) {
        Funding own = findSuspended(kind);
        if (own != null) {
            return own;
        }
        Funding inherited = framework.findSuspended(kind);
        return inherited == null || newFramework.findSuspended(kind) != null ? null : inherited.withoutReason();
    }
}
