package fr.cned.partenariats.partner.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An entry of the history as one reader sees it. A partner reads those that were recorded while it was a party.
 *
 * @param joining whether the reader became a party by this entry: what was before it is not shown
 */
record ReadEntry(HistoryEntry entry, boolean joining) {

    static ReadEntry whole(HistoryEntry entry) {
        return new ReadEntry(entry, false);
    }

    /** @param history all of it, in the order in which it was recorded */
    static List<ReadEntry> ofParty(List<HistoryEntry> history, UUID partner) {
        List<ReadEntry> read = new ArrayList<>();
        boolean party = false;
        for (HistoryEntry entry : history) {
            AgreementTerms terms = entry.terms();
            boolean partyNow = terms == null ? party : terms.partnerIds().contains(partner);
            if (partyNow) {
                read.add(new ReadEntry(entry, !party));
            }
            party = partyNow;
        }
        return read;
    }

    int position() {
        return entry.position();
    }

    List<Change> changes() {
        return joining ? entry.changes().stream().map(Change::withoutBefore).toList() : entry.changes();
    }
}
