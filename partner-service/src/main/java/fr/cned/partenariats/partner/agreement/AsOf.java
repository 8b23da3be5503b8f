package fr.cned.partenariats.partner.agreement;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An agreement as it stood on a day, by what is recorded now. State, terms and fundings each have a
 * timeline of their own: a suspension of money since July that is recorded in December must not bring
 * December's terms into July. In each, what was recorded last of what held by that day counts.
 *
 * @param fundings those that had been suspended at least once by then
 */
record AsOf(
        AgreementState state,
        LocalDate stateSince,
        @Nullable PartialDate signedOn,
        AgreementTerms terms,
        Map<FundingKind, Funding> fundings,
        int lastAmendment) {

    /** Empty when there was no such agreement on that day. */
    static Optional<AsOf> of(List<HistoryEntry> history, LocalDate day) {
        List<HistoryEntry> held = history.stream()
                .filter(entry -> !entry.effectiveOn().isAfter(day))
                .toList();
        HistoryEntry move = last(held, entry -> entry.action().moves());
        HistoryEntry content = last(held, entry -> entry.terms() != null);
        AgreementTerms terms = content == null ? null : content.terms();
        if (move == null || terms == null) {
            return Optional.empty();
        }
        HistoryEntry signature = last(held, entry -> entry.action() == HistoryAction.SIGNED);
        Map<FundingKind, Funding> fundings = new EnumMap<>(FundingKind.class);
        int lastAmendment = 0;
        for (HistoryEntry entry : held) {
            Funding funding = entry.funding();
            if (funding != null) {
                fundings.put(funding.kind(), funding);
            }
            Integer amendment = entry.amendment();
            lastAmendment = amendment == null ? lastAmendment : amendment;
        }
        return Optional.of(new AsOf(
                move.state(),
                move.effectiveOn(),
                signature == null ? null : signature.signedOn(),
                terms,
                fundings,
                lastAmendment));
    }

    private static @Nullable HistoryEntry last(List<HistoryEntry> entries, Predicate<HistoryEntry> which) {
        return entries.stream().filter(which).reduce((first, second) -> second).orElse(null);
    }

    /** What held, with what the framework set on that day where the own terms are silent. */
    AgreementTerms effectiveTerms(@Nullable AsOf framework) {
        return framework == null ? terms : terms.under(framework.terms);
    }

    Funding funding(FundingKind kind, @Nullable AsOf framework) {
        return Funding.under(framework == null ? null : framework.fundings.get(kind), fundings.get(kind), kind);
    }
}
