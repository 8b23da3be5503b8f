package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.agreement.terms.SeatAllocations.Holder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SeatAllocationsTest {

    private static final UUID FRAMEWORK = UUID.randomUUID();
    private static final UUID FIRST = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();
    private static final SeatQuota CEILING = quota(Family.CONCOURS, 100).withId(UUID.randomUUID());
    private static final SeatQuota SIXTY = quota(Family.CONCOURS, 60).withId(UUID.randomUUID());

    @Test
    void aLiveSpecificAgreementAllocatesWhatItRequests() {
        assertThat(seats(live(FIRST, SIXTY), 0)).containsExactly(60);
    }

    @Test
    void usedSeatsCountWhenTheyAreMoreThanTheRequestedSeats() {
        SeatQuota lowered = SIXTY.withSeats(20);
        assertThat(seats(new Holder(FIRST, true, List.of(lowered), List.of(SIXTY, lowered)), 50))
                .containsExactly(50);
    }

    @Test
    void anEndedAgreementAllocatesItsUsedSeats() {
        assertThat(seats(new Holder(FIRST, false, List.of(SIXTY), List.of(SIXTY)), 50))
                .containsExactly(50);
    }

    @Test
    void aRemovedQuotaAllocatesItsUsedSeats() {
        assertThat(seats(new Holder(FIRST, true, List.of(), List.of(SIXTY)), 50))
                .containsExactly(50);
    }

    @Test
    void theFrameworkItselfAllocatesItsUsedSeatsOnly() {
        SeatAllocations allocations = SeatAllocations.of(
                List.of(new Holder(FRAMEWORK, false, List.of(CEILING), List.of(CEILING))),
                Map.of(CEILING.requiredId(), 40));
        assertThat(allocations.besides(FIRST, terms().quotas(SIXTY).build()))
                .extracting(SeatQuota::seats)
                .containsExactly(40);
    }

    @Test
    void anAgreementsOwnQuotasDoNotCountAgainstItsNewTerms() {
        SeatAllocations allocations = SeatAllocations.of(List.of(live(FIRST, SIXTY), live(SECOND, other())), Map.of());
        assertThat(allocations.besides(
                        FIRST, terms().quotas(SIXTY.withSeats(80)).build()))
                .extracting(SeatQuota::seats)
                .containsExactly(30);
        assertThat(allocations.besides(null, AgreementTerms.NONE)).isEqualTo(allocations.all());
    }

    @Test
    void usedSeatsAboveTheNewTermsOfAQuotaStillCount() {
        SeatAllocations allocations = SeatAllocations.of(List.of(live(FIRST, SIXTY)), Map.of(SIXTY.requiredId(), 40));
        assertThat(allocations.besides(
                        FIRST, terms().quotas(SIXTY.withSeats(10)).build()))
                .extracting(SeatQuota::seats)
                .containsExactly(30);
        assertThat(allocations.besides(
                        FIRST, terms().quotas(SIXTY.withSeats(40)).build()))
                .isEmpty();
    }

    @Test
    void usedSeatsOfAQuotaThatTheNewTermsRemoveStillCount() {
        SeatAllocations allocations = SeatAllocations.of(List.of(live(FIRST, SIXTY)), Map.of(SIXTY.requiredId(), 50));
        assertThat(allocations.besides(
                        FIRST, terms().quotas(quota((Family) null, 51)).build()))
                .extracting(SeatQuota::seats)
                .containsExactly(50);
    }

    @Test
    void aFrameworkCanGrantWhatItsSpecificAgreementsLeave() {
        AgreementTerms framework = terms().quotas(CEILING).build();
        assertThat(SeatAllocations.remaining(framework, List.of(SIXTY, quota(Family.BTS, 9)), Map.of()))
                .isEqualTo(Map.of(CEILING.requiredId(), 40));
        assertThat(SeatAllocations.remaining(framework, List.of(quota(Family.CONCOURS, 101)), Map.of()))
                .as("never below 0")
                .isEqualTo(Map.of(CEILING.requiredId(), 0));
        assertThat(SeatAllocations.remaining(
                        framework, List.of(quota("CONCOURS-ATTACHE", 70)), Map.of("CONCOURS-ATTACHE", "CONCOURS")))
                .isEqualTo(Map.of(CEILING.requiredId(), 30));
    }

    private static SeatQuota other() {
        return quota(Family.CONCOURS, 30).withId(UUID.randomUUID());
    }

    private static Holder live(UUID agreement, SeatQuota quota) {
        return new Holder(agreement, true, List.of(quota), List.of(quota));
    }

    private static List<Integer> seats(Holder holder, int used) {
        return SeatAllocations.of(List.of(holder), Map.of(SIXTY.requiredId(), used)).all().stream()
                .map(SeatQuota::seats)
                .toList();
    }
}
