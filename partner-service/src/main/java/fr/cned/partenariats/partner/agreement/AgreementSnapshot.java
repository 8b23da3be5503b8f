package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An agreement as it stood on a past day, according to everything recorded until now. State, terms and fundings have
 * separate timelines: a funding suspension since July that is recorded in December must not move December's terms to
 * July. In each timeline the last recorded entry that was effective by that day counts.
 *
 * @param fundings the fundings that were suspended at least once by that day
 */
public record AgreementSnapshot(
        AgreementState state,
        LocalDate stateSince,
        @Nullable String stateReason,
        @Nullable PartialDate signedOn,
        AgreementTerms terms,
        Map<FundingKind, Funding> fundings,
        int lastAmendment) {

    /** @return empty when the agreement did not exist on that day */
    public static Optional<AgreementSnapshot> asOf(LocalDate day, List<HistoryEntry> history) {
        List<HistoryEntry> effective = history.stream()
                .filter(entry -> !entry.effectiveOn().isAfter(day))
                .toList();
        HistoryEntry transition = last(effective, entry -> entry.action().setsState());
        HistoryEntry content = last(effective, entry -> entry.terms() != null);
        AgreementTerms terms = content == null ? null : content.terms();
        if (transition == null || terms == null) {
            return Optional.empty();
        }
        HistoryEntry signature = last(effective, entry -> entry.action() == HistoryAction.SIGNED);
        Map<FundingKind, Funding> fundings = new EnumMap<>(FundingKind.class);
        int lastAmendment = 0;
        for (HistoryEntry entry : effective) {
            Funding funding = entry.funding();
            if (funding != null) {
                fundings.put(funding.kind(), funding);
            }
            Integer amendment = entry.amendment();
            lastAmendment = amendment == null ? lastAmendment : amendment;
        }
        return Optional.of(new AgreementSnapshot(
                transition.state(),
                transition.effectiveOn(),
                transition.reason(),
                signature == null ? null : signature.signedOn(),
                terms,
                fundings,
                lastAmendment));
    }

    private static @Nullable HistoryEntry last(List<HistoryEntry> entries, Predicate<HistoryEntry> filter) {
        return entries.stream().filter(filter).reduce((first, second) -> second).orElse(null);
    }

    /** The terms with the fields that are inherited from the framework's snapshot of the same day. */
    public AgreementTerms effectiveTerms(@Nullable AgreementSnapshot framework) {
        return framework == null ? terms : terms.inheriting(framework.terms);
    }

    public Funding funding(FundingKind kind, @Nullable AgreementSnapshot framework) {
        return Funding.effective(framework == null ? null : framework.fundings.get(kind), fundings.get(kind), kind);
    }
}
