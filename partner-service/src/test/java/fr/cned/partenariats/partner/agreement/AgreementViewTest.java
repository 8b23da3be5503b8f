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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    void theTagOfAPastDayNeverMatchesIfMatch() {
        LocalDate day = LocalDate.EPOCH;
        AgreementSnapshot snapshot =
                AgreementSnapshot.asOf(day, agreement.drainNewEntries()).orElseThrow();
        AgreementView past = AgreementView.asOf(day, agreement, snapshot, null, VisibleReasons.ALL);
        assertThat(past.entityTag()).isEqualTo("as-of-1970-01-01-0");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(
                        () -> ExpectedRevision.of('"' + past.entityTag() + '"').check(0))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.STALE_REVISION));
    }

    private AgreementView current(Map<UUID, SeatUsageView> usages) {
        return AgreementView.of(agreement, usages, VisibleReasons.ALL, null, null);
    }

    private Map<UUID, SeatUsageView> used(int seats) {
        UUID quota = agreement.terms().seatQuotas().get(0).requiredId();
        return Map.of(quota, new SeatUsageView(30, 30, seats, Instant.EPOCH));
    }
}
