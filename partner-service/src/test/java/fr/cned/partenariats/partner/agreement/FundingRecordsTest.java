package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FundingRecordsTest {

    private static final Funding SUSPENDED = funding(FundingState.SUSPENDED, "2022-07-01", "no payment");
    private static final Funding RESTORED = funding(FundingState.AVAILABLE, "2023-01-01", "paid");

    @Test
    void aKindHasOneRecord() {
        FundingRecords records = FundingRecords.NONE.with(SUSPENDED).with(RESTORED);
        assertThat(records.all()).containsExactly(RESTORED);
        assertThat(records.find(FundingKind.OPCO)).isEqualTo(RESTORED);
        assertThat(records.find(FundingKind.REGION)).isNull();
    }

    @Test
    void aSuspensionIsCopiedAndARestorationIsNot() {
        assertThat(records(SUSPENDED).suspensionsToCopy(FundingRecords.NONE, FundingRecords.NONE))
                .containsExactly(SUSPENDED);
        assertThat(records(RESTORED).suspensionsToCopy(FundingRecords.NONE, FundingRecords.NONE))
                .isEmpty();
    }

    @Test
    void aSuspensionOfTheFrameworkIsCopiedWithoutReasonUnlessTheNewFrameworkHasIt() {
        FundingRecords framework = records(SUSPENDED);
        assertThat(FundingRecords.NONE.suspensionsToCopy(framework, FundingRecords.NONE))
                .containsExactly(SUSPENDED.withoutReason());
        assertThat(FundingRecords.NONE.suspensionsToCopy(framework, records(RESTORED)))
                .containsExactly(SUSPENDED.withoutReason());
        assertThat(FundingRecords.NONE.suspensionsToCopy(framework, framework)).isEmpty();
    }

    @Test
    void aRenewalFollowsTheRestorationOfTheSuspensionThatItCopied() {
        assertThat(records(SUSPENDED).follows(SUSPENDED, RESTORED)).isTrue();
        assertThat(FundingRecords.NONE.follows(SUSPENDED, RESTORED)).isFalse();
    }

    @Test
    void aSuspensionOfTheRenewalAloneIsKept() {
        Funding own = funding(FundingState.SUSPENDED, "2022-11-01", "own reason");
        assertThat(records(own).follows(SUSPENDED, RESTORED)).isFalse();
        assertThat(records(own).follows(null, SUSPENDED)).isFalse();
        assertThat(records(RESTORED).follows(RESTORED, SUSPENDED)).isTrue();
    }

    private static FundingRecords records(Funding funding) {
        return new FundingRecords(List.of(funding));
    }

    private static Funding funding(FundingState state, String since, String reason) {
        return new Funding(FundingKind.OPCO, state, LocalDate.parse(since), reason);
    }
}
