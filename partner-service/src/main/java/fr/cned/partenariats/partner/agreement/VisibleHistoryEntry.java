package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A history entry as one caller may read it. A partner reads the entries that were recorded while it was a party.
 *
 * @param joining whether the caller became a party by this entry; the values before it are hidden then
 */
record VisibleHistoryEntry(HistoryEntry entry, boolean joining) {

    static VisibleHistoryEntry complete(HistoryEntry entry) {
        return new VisibleHistoryEntry(entry, false);
    }

    /** @param history all entries in the order in which they were recorded */
    static List<VisibleHistoryEntry> ofParty(List<HistoryEntry> history, UUID partner) {
        List<VisibleHistoryEntry> visible = new ArrayList<>();
        boolean party = false;
        for (HistoryEntry entry : history) {
            AgreementTerms terms = entry.terms();
            boolean partyNow = terms == null ? party : terms.partnerIds().contains(partner);
            if (partyNow) {
                visible.add(new VisibleHistoryEntry(entry, !party));
            }
            party = partyNow;
        }
        return visible;
    }

    /** Whether the partner is a party according to the last recorded terms. */
    static boolean isParty(List<HistoryEntry> history, UUID partner) {
        return history.stream()
                .map(HistoryEntry::terms)
                .flatMap(Stream::ofNullable)
                .reduce((first, second) -> second)
                .filter(terms -> terms.partnerIds().contains(partner))
                .isPresent();
    }

    int position() {
        return entry.position();
    }

    @Nullable
    Integer amendment() {
        return entry.amendment();
    }

    List<TermsChange> changes() {
        return joining
                ? entry.changes().stream().map(TermsChange::withoutBefore).toList()
                : entry.changes();
    }
}
