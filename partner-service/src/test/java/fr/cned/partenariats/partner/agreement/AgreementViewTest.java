package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.Family;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The entity tags of agreements. */
class AgreementViewTest {

    private static final ChangeContext TODAY = new ChangeContext("officer", Instant.EPOCH, LocalDate.EPOCH, null);

    private final Agreement agreement = Agreement.draft(
            "1",
            new AgreementOrigin(AgreementKind.SPECIFIC, null, null, null),
            terms().quotas(quota(Family.BTS, 30)).build().withQuotaIds(List.of()),
            TODAY);

    @Test
    void theTagIsTheRevisionWithTheSeatUsage() {
        assertThat(current(Map.of()).entityTag()).isEqualTo("0");
        String tag = current(used(12)).entityTag();
        assertThat(tag).startsWith("0-").isEqualTo(current(used(12)).entityTag());
        assertThat(current(used(13)).entityTag()).isNotEqualTo(tag);
        assertThatCode(() -> ExpectedRevision.of('"' + tag + '"').check(0)).doesNotThrowAnyException();
    }

    @Test
    void theTagChangesWithTheSeatsUnderAFramework() {
        List<SpecificSeats> twelve = SpecificSeats.of(List.of(agreement), Map.of(), used(12));
        String tag = current(Map.of(), twelve).entityTag();
        assertThat(tag)
                .isEqualTo(current(Map.of(), SpecificSeats.of(List.of(agreement), Map.of(), used(12)))
                        .entityTag())
                .isNotEqualTo(current(Map.of(), SpecificSeats.of(List.of(agreement), Map.of(), used(13)))
                        .entityTag())
                .isNotEqualTo("0");
    }

    @Test
    void theSeatsOfAYearAreThoseOfAllItsQuotas() {
        Agreement two = Agreement.draft(
                "2",
                new AgreementOrigin(AgreementKind.SPECIFIC, null, null, null),
                terms().quotas(quota(Family.BTS, 30), quota(Family.DAEU, 5))
                        .build()
                        .withQuotaIds(List.of()),
                TODAY);
        List<UUID> quotas =
                two.terms().seatQuotas().stream().map(SeatQuota::requiredId).toList();
        Map<UUID, SeatUsageView> usages = Map.of(
                quotas.get(0), new SeatUsageView(30, 30, 12, Instant.EPOCH),
                quotas.get(1), new SeatUsageView(5, 6, 6, Instant.EPOCH));
        String year = two.terms().seatQuotas().get(0).academicYear();
        assertThat(SpecificSeats.of(List.of(two, agreement), Map.of(), usages))
                .containsExactly(
                        new SpecificSeats(agreement.id(), "1", year, 30, 0, 0),
                        new SpecificSeats(two.id(), "2", year, 35, 36, 18));
        assertThat(SpecificSeats.of(List.of(), Map.of(), usages)).isNull();
    }

    /** The revision of a renewal stays when the end of the renewed agreement changes. */
    @Test
    void theTagChangesWithTheGapBeforeARenewal() {
        AgreementView shortGap = renewalOf("2026-08-30");
        AgreementView longGap = renewalOf("2026-08-29");
        assertThat(shortGap.gap()).isNotNull();
        assertThat(shortGap.entityTag())
                .startsWith("0-")
                .isEqualTo(renewalOf("2026-08-30").entityTag())
                .isNotEqualTo(longGap.entityTag());
        assertThat(renewalOf("2026-08-31").entityTag()).isEqualTo("0");
    }

    private static AgreementView renewalOf(String lastDay) {
        Agreement renewed = Agreement.draft(
                "1",
                new AgreementOrigin(AgreementKind.SPECIFIC, null, null, null),
                terms().startsOn("2025-09-01").endsOn(lastDay).build(),
                TODAY);
        Agreement renewal = Agreement.draft(
                "2",
                new AgreementOrigin(AgreementKind.SPECIFIC, null, null, renewed),
                terms().startsOn("2026-09-01").build(),
                TODAY);
        return AgreementView.of(renewal, Map.of(), VisibleFacts.ALL, null, null, null);
    }

    @Test
    void theTagOfAPastDayNeverMatchesIfMatch() {
        LocalDate day = LocalDate.EPOCH;
        AgreementSnapshot snapshot =
                AgreementSnapshot.asOf(day, agreement.drainNewEntries()).orElseThrow();
        AgreementView past = AgreementView.asOf(day, agreement, snapshot, null, VisibleFacts.ALL);
        assertThat(past.entityTag()).isEqualTo("as-of-1970-01-01-0");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(
                        () -> ExpectedRevision.of('"' + past.entityTag() + '"').check(0))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.STALE_REVISION));
    }

    private AgreementView current(Map<UUID, SeatUsageView> usages) {
        return current(usages, null);
    }

    private AgreementView current(Map<UUID, SeatUsageView> usages, @Nullable List<SpecificSeats> specificSeats) {
        return AgreementView.of(agreement, usages, VisibleFacts.ALL, null, specificSeats, null);
    }

    private Map<UUID, SeatUsageView> used(int seats) {
        UUID quota = agreement.terms().seatQuotas().get(0).requiredId();
        return Map.of(quota, new SeatUsageView(30, 30, seats, Instant.EPOCH));
    }
}
