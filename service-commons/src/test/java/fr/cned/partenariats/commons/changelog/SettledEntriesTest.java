package fr.cned.partenariats.commons.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettledEntriesTest {

    private final SettledEntries entries = new SettledEntries();

    @Test
    void anIdIsSettledWhenAllWhoMayHaveTakenALowerOneHaveEnded() {
        assertThat(entries.after(10, true)).hasValue(10);
        assertThat(entries.after(12, true)).hasValue(12);
    }

    @Test
    void anOpenTransactionKeepsTheLastSettledId() {
        entries.after(10, true);
        assertThat(entries.after(12, false)).hasValue(10);
    }

    @Test
    void aNewInstanceKnowsNoneUntilTheOpenTransactionsHaveEnded() {
        assertThat(entries.after(10, false)).isEmpty();
    }

    /** A standby took over that had not received the last transactions: it gives their ids again. */
    @Test
    void anIdOfALostTransactionIsNotSettled() {
        entries.after(10, true);
        assertThat(entries.after(7, false)).isEmpty();
        assertThat(entries.after(8, true)).hasValue(8);
    }
}
