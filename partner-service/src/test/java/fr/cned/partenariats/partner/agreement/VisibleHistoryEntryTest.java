package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VisibleHistoryEntryTest {

    private static final UUID STAYS = UUID.randomUUID();
    private static final UUID JOINS = UUID.randomUUID();
    private static final List<TermsChange> CHANGES =
            List.of(new TermsChange("/parties", IntNode.valueOf(1), IntNode.valueOf(2)));

    private final List<HistoryEntry> history = List.of(
            entry(1, HistoryAction.CREATED).withTerms(terms().parties(STAYS).build(), List.of()),
            entry(2, HistoryAction.AMENDED)
                    .withTerms(terms().parties(STAYS, JOINS).build(), CHANGES),
            entry(3, HistoryAction.SUSPENDED),
            entry(4, HistoryAction.AMENDED).withTerms(terms().parties(STAYS).build(), CHANGES),
            entry(5, HistoryAction.RESUMED),
            entry(6, HistoryAction.AMENDED)
                    .withTerms(terms().parties(STAYS, JOINS).build(), CHANGES));

    @Test
    void aPartnerReadsWhatWasRecordedWhileItWasAParty() {
        assertThat(positions(STAYS)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(positions(JOINS)).containsExactly(2, 3, 6);
        assertThat(positions(UUID.randomUUID())).isEmpty();
    }

    @Test
    void theValuesBeforeThePartnerJoinedAreHidden() {
        List<VisibleHistoryEntry> visible = VisibleHistoryEntry.ofParty(history, JOINS);
        assertThat(visible).extracting(VisibleHistoryEntry::joining).containsExactly(true, false, true);
        assertThat(visible.get(0).changes()).extracting(TermsChange::before).containsOnlyNulls();
        assertThat(visible.get(0).changes()).extracting(TermsChange::after).doesNotContainNull();
        assertThat(VisibleHistoryEntry.ofParty(history, STAYS).get(1).changes()).isEqualTo(CHANGES);
    }

    @Test
    void theLastTermsDecideWhetherAPartnerIsAParty() {
        assertThat(VisibleHistoryEntry.isParty(history, JOINS)).isTrue();
        assertThat(VisibleHistoryEntry.isParty(history.subList(0, 5), JOINS)).isFalse();
        assertThat(VisibleHistoryEntry.isParty(List.of(), JOINS)).isFalse();
    }

    private List<Integer> positions(UUID partner) {
        return VisibleHistoryEntry.ofParty(history, partner).stream()
                .map(VisibleHistoryEntry::position)
                .toList();
    }

    private static HistoryEntry entry(int position, HistoryAction action) {
        return HistoryMother.entry(position, action, "2023-01-01", AgreementState.IN_FORCE);
    }
}
