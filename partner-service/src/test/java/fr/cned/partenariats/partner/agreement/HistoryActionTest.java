package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryActionTest {

    @Test
    void theActionsThatSetTheStateOrChangeTheSeatAllocationAreKnown() {
        assertThat(HistoryAction.values())
                .filteredOn(action -> !action.setsState())
                .containsExactly(
                        HistoryAction.EDITED,
                        HistoryAction.AMENDED,
                        HistoryAction.FUNDING_SUSPENDED,
                        HistoryAction.FUNDING_RESTORED,
                        HistoryAction.FUNDING_SUSPENSION_COPIED);
        assertThat(HistoryAction.values())
                .filteredOn(HistoryAction::changesSeatAllocation)
                .containsExactly(
                        HistoryAction.SIGNED,
                        HistoryAction.EXPIRED,
                        HistoryAction.TERMINATED,
                        HistoryAction.RENEWED,
                        HistoryAction.AMENDED);
    }
}
