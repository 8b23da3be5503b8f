package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.agreement.Lifetime.Due;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifetimeTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // state, stateSince, startsOn, endsOn, hasBeenInForce, lastDay
                "SIGNED, 2026-01-01, 2026-09-01, 2027-08-31, false, 2027-08-31",
                "IN_FORCE, 2026-09-01, 2026-09-01, -, true, -",
                "TERMINATED, 2026-10-01, 2026-09-01, 2027-08-31, true, 2026-09-30",
                "TERMINATED, 2026-08-01, 2026-09-01, 2027-08-31, false, 2026-07-31",
                "TERMINATED, 2026-08-01, -, -, false, 2026-07-31"
            })
    void aTerminatedAgreementWasInForceIfItHadStarted(
            AgreementState state,
            LocalDate stateSince,
            @Nullable LocalDate startsOn,
            @Nullable LocalDate endsOn,
            boolean hasBeenInForce,
            @Nullable LocalDate lastDay) {
        Lifetime lifetime = new Lifetime(state, stateSince, startsOn, endsOn);
        assertThat(lifetime.hasBeenInForce()).isEqualTo(hasBeenInForce);
        assertThat(lifetime.lastDay()).isEqualTo(lastDay);
    }

    @Test
    void aSignedAgreementComesIntoForceOnItsFirstDayWithTheGapBeforeIt() {
        Lifetime signed = of(AgreementState.SIGNED, "2026-11-26", null);
        LocalDate predecessorEndsOn = LocalDate.parse("2026-11-20");
        assertThat(signed.dueStart(predecessorEndsOn, TODAY))
                .contains(new Due(
                        AgreementState.IN_FORCE,
                        HistoryAction.CAME_INTO_FORCE,
                        TODAY,
                        Gap.between(predecessorEndsOn, TODAY)));
        assertThat(signed.dueStart(null, TODAY.minusDays(1))).isEmpty();
        assertThat(of(AgreementState.SIGNED, null, null).dueStart(null, TODAY)).isEmpty();
    }

    @Test
    void anAgreementExpiresAfterItsLastDay() {
        Lifetime inForce = of(AgreementState.IN_FORCE, "2025-09-01", "2026-11-25");
        assertThat(inForce.dueEnd(null, TODAY))
                .contains(new Due(AgreementState.EXPIRED, HistoryAction.EXPIRED, TODAY, null));
        assertThat(inForce.dueEnd(null, TODAY.minusDays(1))).isEmpty();
    }

    @Test
    void aRenewalInForceRenewsAlsoAnExpiredAgreement() {
        Lifetime renewal = of(AgreementState.IN_FORCE, "2026-11-01", null);
        LocalDate start = LocalDate.parse("2026-11-01");
        for (AgreementState state : new AgreementState[] {AgreementState.IN_FORCE, AgreementState.EXPIRED}) {
            Lifetime renewed = of(state, "2025-09-01", "2026-09-30");
            assertThat(renewed.dueEnd(renewal, TODAY))
                    .contains(new Due(
                            AgreementState.RENEWED,
                            HistoryAction.RENEWED,
                            start,
                            Gap.between(LocalDate.parse("2026-09-30"), start)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"IN_FORCE", "EXPIRED"},
            mode = EnumSource.Mode.EXCLUDE)
    void noOtherStateEndsByDate(AgreementState state) {
        Lifetime renewal = of(AgreementState.IN_FORCE, "2026-11-01", null);
        assertThat(of(state, "2025-09-01", "2026-09-30").dueEnd(renewal, TODAY)).isEmpty();
    }

    private static Lifetime of(AgreementState state, @Nullable String startsOn, @Nullable String endsOn) {
        return new Lifetime(state, LocalDate.parse("2025-09-01"), date(startsOn), date(endsOn));
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }
}
