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
                        HistoryAction.FUNDING_SUSPENSION_COPIED,
                        HistoryAction.CHANGE_PLANNED,
                        HistoryAction.CHANGE_WITHDRAWN,
                        HistoryAction.CHANGE_FAILED);
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
