package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.NullNode;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.TermsBuilder;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lifecycle of an agreement. Today is 26 November 2026. */
class AgreementTest {

    private static final ChangeContext TODAY = on("2026-11-26");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // startsOn, endsOn, signedOn, precision, state, stateSince
                "2022-09-01, -, 2022-11-24, DAY, IN_FORCE, 2022-11-24",
                "2022-09-01, -, -, -, IN_FORCE, 2022-09-01",
                "-, -, -, -, SIGNED, 2026-11-26",
                "2026-11-27, -, -, -, SIGNED, 2026-11-26",
                "2026-11-26, -, -, -, IN_FORCE, 2026-11-26",
                "2022-09-01, 2022-12-31, -, -, EXPIRED, 2023-01-01",
                "2022-09-01, 2026-11-26, -, -, IN_FORCE, 2022-09-01",
                "-, -, 2021-12-15, QUARTER, SIGNED, 2021-12-31",
                "2021-11-15, -, 2021-12-15, QUARTER, IN_FORCE, 2021-11-15",
                "2023-01-01, -, 2022-06-30, YEAR, IN_FORCE, 2023-01-01",
                "-, -, 2026-01-01, YEAR, SIGNED, 2026-11-26"
            })
    void aSignedAgreementIsInForceFromItsStartToItsEnd(
            @Nullable String startsOn,
            @Nullable String endsOn,
            @Nullable LocalDate signedOn,
            PartialDate.@Nullable Precision precision,
            AgreementState state,
            LocalDate stateSince) {
        Agreement agreement = draft(terms().startsOn(startsOn).endsOn(endsOn));
        agreement.sign(
                signedOn == null || precision == null ? null : new PartialDate(signedOn, precision), null, TODAY);
        agreement.applyDueTransitions(null, TODAY);
        assertThat(agreement.state()).isEqualTo(state);
        assertThat(agreement.lifetime().stateSince()).isEqualTo(stateSince);
    }

    @Test
    void aSignatureDateCannotBeInTheFuture() {
        Agreement agreement = draft(terms());
        PartialDate tomorrow = new PartialDate(LocalDate.parse("2026-11-27"), PartialDate.Precision.DAY);
        refused("/signedOn/value", PartnerProblem.DATE_IN_FUTURE, () -> agreement.sign(tomorrow, null, TODAY));
        assertThat(agreement.state()).isEqualTo(AgreementState.DRAFT);
    }

    @Test
    void anAgreementComesIntoForceOnItsFirstDayAndExpiresAfterItsLast() {
        Agreement agreement = signed(terms().startsOn("2027-01-01").endsOn("2027-12-31"));
        agreement.applyDueTransitions(null, on("2026-12-31"));
        assertThat(agreement.state()).isEqualTo(AgreementState.SIGNED);
        agreement.applyDueTransitions(null, on("2027-01-05"));
        assertThat(agreement.state()).isEqualTo(AgreementState.IN_FORCE);
        assertThat(agreement.lifetime().stateSince())
                .as("the scheduler was late")
                .isEqualTo("2027-01-01");
        agreement.applyDueTransitions(null, on("2027-12-31"));
        assertThat(agreement.state()).isEqualTo(AgreementState.IN_FORCE);
        agreement.applyDueTransitions(null, on("2028-01-01"));
        assertThat(agreement.state()).isEqualTo(AgreementState.EXPIRED);
        assertThat(agreement.lifetime().stateSince()).isEqualTo("2028-01-01");
    }

    @Test
    void onlyTheTransitionsOfTheStateMachineArePossible() {
        Agreement draft = draft(terms());
        illegal(() -> draft.suspend(null, TODAY));
        illegal(() -> draft.resume(null, TODAY));
        draft.applyDueTransitions(null, TODAY);
        assertThat(draft.state()).isEqualTo(AgreementState.DRAFT);

        Agreement signed = signed(terms());
        illegal(() -> signed.sign(null, null, TODAY));
        illegal(() -> signed.suspend(null, TODAY));
        illegal(() -> signed.resume(null, TODAY)); // although SIGNED changes to IN_FORCE by date

        Agreement inForce = inForce();
        illegal(() -> inForce.sign(null, null, TODAY));
        illegal(() -> inForce.resume(null, TODAY));
        inForce.suspend(null, TODAY);
        illegal(() -> inForce.suspend(null, TODAY));
        inForce.resume(null, TODAY);
        inForce.terminate(null, TODAY);
        illegal(() -> inForce.terminate(null, TODAY));
        assertThat(inForce.state()).isEqualTo(AgreementState.TERMINATED);
    }

    @Test
    void aStateIsEffectiveFromTodayOrFromAPastDayAfterThePreviousState() {
        Agreement agreement = inForce();
        refused("/since", PartnerProblem.DATE_IN_FUTURE, () -> agreement.suspend(LocalDate.parse("2026-11-27"), TODAY));
        refused(
                "/since",
                PartnerProblem.DATE_OUT_OF_ORDER,
                () -> agreement.terminate(LocalDate.parse("2022-08-31"), TODAY));
        agreement.suspend(LocalDate.parse("2024-01-15"), TODAY);
        assertThat(agreement.lifetime().stateSince()).isEqualTo("2024-01-15");
        agreement.resume(null, TODAY);
        assertThat(agreement.lifetime().stateSince()).isEqualTo("2026-11-26");
    }

    @Test
    void aSuspendedAgreementAndOneThatHasNotStartedCanBeTerminated() {
        Agreement suspended = inForce();
        suspended.suspend(null, TODAY);
        suspended.terminate(null, TODAY);
        assertThat(suspended.state()).isEqualTo(AgreementState.TERMINATED);
        assertThat(suspended.lifetime().hasBeenInForce()).isTrue();

        Agreement notStarted = signed(terms().startsOn("2027-01-01"));
        notStarted.terminate(null, TODAY);
        assertThat(notStarted.state()).isEqualTo(AgreementState.TERMINATED);
        assertThat(notStarted.lifetime().hasBeenInForce()).isFalse();
        assertThat(notStarted.snapshot().stateReason()).isEqualTo("test");

        Agreement old = inForce();
        old.applyDueTransitions(notStarted, on("2027-01-01"));
        assertThat(old.state()).as("its renewal never came into force").isEqualTo(AgreementState.IN_FORCE);
    }

    @Test
    void aSuspendedAgreementDoesNotExpire() {
        Agreement agreement = signed(terms().startsOn("2022-09-01").endsOn("2027-01-31"));
        agreement.applyDueTransitions(null, TODAY);
        agreement.suspend(null, TODAY);
        agreement.applyDueTransitions(null, on("2027-06-01"));
        assertThat(agreement.state()).isEqualTo(AgreementState.SUSPENDED);
    }

    @Test
    void anAgreementIsRenewedWhenItsRenewalComesIntoForce() {
        Agreement old = inForce();
        Agreement renewal = signed(terms().startsOn("2027-01-01"));
        old.applyDueTransitions(renewal, TODAY);
        assertThat(old.state()).isEqualTo(AgreementState.IN_FORCE);
        renewal.applyDueTransitions(null, on("2027-01-01"));
        old.applyDueTransitions(renewal, on("2027-01-01"));
        assertThat(old.state()).isEqualTo(AgreementState.RENEWED);
        assertThat(old.lifetime().stateSince()).isEqualTo("2027-01-01");
    }

    @Test
    void anExpiredAgreementIsRenewedWithAVisibleGap() {
        Agreement old = signed(terms().startsOn("2019-09-01").endsOn("2021-08-31"));
        old.applyDueTransitions(null, TODAY);
        assertThat(old.state()).isEqualTo(AgreementState.EXPIRED);
        Agreement renewal = Agreement.draft(
                "2",
                new AgreementOrigin(AgreementKind.SPECIFIC, null, null, old),
                terms().startsOn("2022-10-01").build(),
                TODAY);
        Gap gap = new Gap(LocalDate.parse("2021-09-01"), LocalDate.parse("2022-09-30"), 395);
        assertThat(renewal.gapBefore(LocalDate.parse("2022-10-01"))).isEqualTo(gap);
        old.applyDueTransitions(renewal, TODAY);
        assertThat(old.state()).as("the renewal is a draft").isEqualTo(AgreementState.EXPIRED);

        renewal.sign(null, old, TODAY);
        renewal.applyDueTransitions(null, TODAY);
        old.applyDueTransitions(renewal, TODAY);
        assertThat(old.state()).isEqualTo(AgreementState.RENEWED);
        assertThat(old.lifetime().stateSince()).isEqualTo("2022-10-01");
        assertThat(old.drainNewEntries()).last().extracting("gap").isEqualTo(gap);
        assertThat(renewal.drainNewEntries()).last().extracting("gap").isEqualTo(gap);
    }

    @Test
    void anAgreementThatEndsIsRenewedOnlyIfItsRenewalIsSigned() {
        for (boolean signed : List.of(true, false)) {
            Agreement old = signed(terms().startsOn("2022-09-01").endsOn("2026-12-31"));
            old.applyDueTransitions(null, TODAY);
            TermsBuilder later = terms().startsOn("2027-02-01");
            old.applyDueTransitions(signed ? signed(later) : draft(later), on("2027-01-01"));
            assertThat(old.state()).isEqualTo(signed ? AgreementState.RENEWED : AgreementState.EXPIRED);
            assertThat(old.lifetime().stateSince()).isEqualTo("2027-01-01");
        }
    }

    @Test
    void onlyADraftIsUpdatedAndOnlyALiveAgreementIsAmended() {
        AgreementTerms changed = terms().weeklyHours(3).build();
        Agreement agreement = draft(terms().startsOn("2022-09-01"));
        refused(PartnerProblem.AGREEMENT_NOT_SIGNED, () -> amend(agreement, changed, null));
        agreement.updateDraft(changed, List.of(), TODAY);
        agreement.sign(null, null, TODAY);
        refused(PartnerProblem.AGREEMENT_NOT_DRAFT, () -> agreement.updateDraft(changed, List.of(), TODAY));
        amend(agreement, terms().startsOn("2022-09-01").build(), null);
        agreement.applyDueTransitions(null, TODAY);
        agreement.terminate(null, TODAY);
        refused(PartnerProblem.AGREEMENT_ENDED, () -> amend(agreement, changed, null));
    }

    @Test
    void amendmentsAreNumberedAndFollowOneAnother() {
        Agreement agreement = inForce();
        AgreementTerms changed = terms().startsOn("2022-09-01").weeklyHours(3).build();
        refused("/effectiveOn", PartnerProblem.DATE_IN_FUTURE, () -> amend(agreement, changed, "2026-11-27"));
        refused("/effectiveOn", PartnerProblem.DATE_OUT_OF_ORDER, () -> amend(agreement, changed, "2022-08-31"));
        amend(agreement, changed, "2023-06-01");
        refused("/effectiveOn", PartnerProblem.DATE_OUT_OF_ORDER, () -> amend(agreement, changed, "2023-05-31"));
        amend(agreement, changed, null);
        assertThat(agreement.snapshot().lastAmendment()).isEqualTo(2);
    }

    @Test
    void theStartOfAnAgreementInForceCannotMoveToTheFuture() {
        AgreementTerms later = terms().startsOn("2026-11-27").build();
        refused("/changes/startsOn", PartnerProblem.DATE_IN_FUTURE, () -> amend(inForce(), later, null));
        amend(signed(terms()), later, null);
    }

    @Test
    void aStartOrAnEndThatAnAmendmentSetsTakesEffect() {
        Agreement agreement = signed(terms());
        amend(agreement, terms().startsOn("2026-11-26").build(), null);
        agreement.applyDueTransitions(null, TODAY);
        assertThat(agreement.state()).isEqualTo(AgreementState.IN_FORCE);
        amend(agreement, terms().startsOn("2022-09-01").endsOn("2026-11-25").build(), null);
        agreement.applyDueTransitions(null, TODAY);
        assertThat(agreement.state()).isEqualTo(AgreementState.EXPIRED);
        assertThat(agreement.lifetime().stateSince()).isEqualTo("2026-11-26");
    }

    @Test
    void aFundingIsSuspendedAndRestoredWhileTheAgreementStaysInForce() {
        Agreement agreement = signed(terms().startsOn("2021-09-01").fundings(FundingKind.OPCO, FundingKind.EMPLOYER));
        agreement.applyDueTransitions(null, TODAY);
        fund(agreement, FundingState.SUSPENDED, "2022-07-01");
        assertThat(agreement.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.SUSPENDED);
        assertThat(agreement.funding(FundingKind.EMPLOYER).state()).isEqualTo(FundingState.AVAILABLE);
        assertThat(agreement.state()).isEqualTo(AgreementState.IN_FORCE);
        illegal(() -> fund(agreement, FundingState.SUSPENDED, "2022-08-01"));
        refused(
                "/since",
                PartnerProblem.DATE_OUT_OF_ORDER,
                () -> fund(agreement, FundingState.AVAILABLE, "2022-06-01"));
        fund(agreement, FundingState.AVAILABLE, "2023-01-01");
        assertThat(agreement.funding(FundingKind.OPCO).since()).isEqualTo("2023-01-01");
        refused(
                CommonProblem.NOT_FOUND,
                () -> agreement.changeFunding(FundingKind.REGION, FundingState.SUSPENDED, null, TODAY));
    }

    @Test
    void aFundingThatTheFrameworkSuspendedIsRestoredThere() {
        Agreement framework = signed(terms().startsOn("2021-09-01").fundings(FundingKind.OPCO));
        Agreement specific = Agreement.draft(
                "2", new AgreementOrigin(AgreementKind.SPECIFIC, framework, null, null), terms().build(), TODAY);
        specific.sign(null, null, TODAY);
        fund(framework, FundingState.SUSPENDED, "2023-03-01");
        assertThat(specific.fundings()).extracting(Funding::state).containsExactly(FundingState.SUSPENDED);
        for (FundingState next : FundingState.values()) {
            refused(PartnerProblem.FRAMEWORK_FUNDING_SUSPENDED, () -> fund(specific, next, "2023-04-01"));
        }
        fund(framework, FundingState.AVAILABLE, "2023-05-01");
        fund(specific, FundingState.SUSPENDED, "2023-06-01");
        assertThat(specific.funding(FundingKind.OPCO).since()).isEqualTo("2023-06-01");
    }

    @Test
    void aRenewalTakesOverSuspensionsUntilSomebodyRestoresThem() {
        Agreement old = inForceWithOpco();
        fund(old, FundingState.SUSPENDED, "2022-07-01");
        Agreement renewal = draft(null, null, old);
        assertThat(renewal.funding(FundingKind.OPCO)).isEqualTo(old.funding(FundingKind.OPCO));
        assertThat(renewal.drainNewEntries())
                .extracting(HistoryEntry::action)
                .containsExactly(HistoryAction.CREATED, HistoryAction.FUNDING_SUSPENSION_COPIED);

        fund(renewal, FundingState.AVAILABLE, "2026-11-26");
        renewal.sign(null, old, TODAY);
        assertThat(renewal.funding(FundingKind.OPCO).state())
                .as("restored in the draft")
                .isEqualTo(FundingState.AVAILABLE);
    }

    @Test
    void aSuspensionReachesARenewalThatWasDraftedBeforeIt() {
        Agreement old = inForceWithOpco();
        Agreement renewal = draft(null, null, old);
        renewal.followFunding(null, fund(old, FundingState.SUSPENDED, "2022-10-01"), TODAY);
        assertThat(renewal.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.SUSPENDED);
        Funding before = old.fundingRecords().find(FundingKind.OPCO);
        renewal.followFunding(before, fund(old, FundingState.AVAILABLE, "2023-01-01"), TODAY);
        assertThat(renewal.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.AVAILABLE);
    }

    @Test
    void aRestorationOfTheRenewedAgreementKeepsTheRenewalsOwnSuspension() {
        Agreement old = inForceWithOpco();
        Agreement renewal = draft(null, null, old);
        renewal.sign(null, old, TODAY);
        fund(renewal, FundingState.SUSPENDED, "2026-11-01");
        renewal.followFunding(null, fund(old, FundingState.SUSPENDED, "2022-10-01"), TODAY);
        Funding before = old.fundingRecords().find(FundingKind.OPCO);
        renewal.followFunding(before, fund(old, FundingState.AVAILABLE, "2023-01-01"), TODAY);
        assertThat(renewal.funding(FundingKind.OPCO).since()).isEqualTo("2026-11-01");
        assertThat(renewal.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.SUSPENDED);
    }

    @Test
    void aSignatureTakesOverASuspensionThatTheDraftMissed() {
        Agreement old = inForceWithOpco();
        Agreement renewal = draft(null, null, old);
        fund(old, FundingState.SUSPENDED, "2022-10-01");
        renewal.sign(null, old, TODAY);
        assertThat(renewal.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.SUSPENDED);
    }

    @Test
    void anAgreementOnAModelTakesOverItsSuspensionsWithoutTheReason() {
        Agreement model = inForceWithOpco();
        fund(model, FundingState.SUSPENDED, "2022-07-01");
        Funding copied = draft(null, model, null).funding(FundingKind.OPCO);
        assertThat(copied.state()).isEqualTo(FundingState.SUSPENDED);
        assertThat(copied.since()).isEqualTo("2022-07-01");
        assertThat(copied.reason()).isNull();
    }

    @Test
    void aSuspensionOfTheFrameworkIsTakenOverOnlyUnderAnotherFramework() {
        Agreement framework = inForceWithOpco();
        Agreement old = draft(framework, null, null);
        fund(framework, FundingState.SUSPENDED, "2023-03-01");
        Agreement same = draft(framework, null, old);
        Agreement other = draft(inForceWithOpco(), null, old);
        fund(framework, FundingState.AVAILABLE, "2023-05-01");
        assertThat(same.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.AVAILABLE);
        assertThat(other.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.SUSPENDED);
        assertThat(other.funding(FundingKind.OPCO).reason()).isNull();
    }

    @Test
    void aSuspensionSurvivesAnAmendmentThatRemovesTheFundingAndOneThatAddsItAgain() {
        Agreement agreement = inForceWithOpco();
        fund(agreement, FundingState.SUSPENDED, "2022-07-01");
        amend(agreement, terms().startsOn("2021-09-01").build(), null);
        assertThat(agreement.fundings()).isEmpty();
        amend(
                agreement,
                terms().startsOn("2021-09-01").fundings(FundingKind.OPCO).build(),
                null);
        assertThat(agreement.fundings()).extracting(Funding::state).containsExactly(FundingState.SUSPENDED);
    }

    @Test
    void aFundingOfAFrameworkThatHasEndedCanBeRestored() {
        Agreement framework = Agreement.draft(
                "1",
                new AgreementOrigin(AgreementKind.FRAMEWORK, null, null, null),
                terms().startsOn("2021-09-01").fundings(FundingKind.OPCO).build(),
                TODAY);
        framework.sign(null, null, TODAY);
        framework.applyDueTransitions(null, TODAY);
        Agreement specific = draft(framework, null, null);
        specific.sign(null, null, TODAY);
        fund(framework, FundingState.SUSPENDED, "2023-03-01");
        framework.terminate(null, TODAY);
        fund(framework, FundingState.AVAILABLE, "2026-11-26");
        assertThat(specific.funding(FundingKind.OPCO).state()).isEqualTo(FundingState.AVAILABLE);
        refused(PartnerProblem.AGREEMENT_ENDED, () -> fund(framework, FundingState.SUSPENDED, "2026-11-26"));
    }

    @Test
    void aPartyThatLeavesIsAFormerPartyUntilItReturns() {
        UUID staying = UUID.randomUUID();
        UUID leaving = UUID.randomUUID();
        Agreement agreement = signed(terms().parties(staying, leaving).startsOn("2022-09-01"));
        leave(agreement, EnrollmentsDecision.CANCEL, "2023-06-01", staying);
        assertThat(agreement.formerParties())
                .containsExactly(new FormerParty(leaving, LocalDate.parse("2023-06-01"), EnrollmentsDecision.CANCEL));
        leave(agreement, null, "2024-06-01", staying, leaving);
        assertThat(agreement.formerParties()).isEmpty();
        leave(agreement, EnrollmentsDecision.KEEP, "2025-06-01", leaving);
        assertThat(agreement.formerParties())
                .containsExactly(new FormerParty(staying, LocalDate.parse("2025-06-01"), EnrollmentsDecision.KEEP));
    }

    private static void leave(
            Agreement agreement, @Nullable EnrollmentsDecision decision, String day, UUID... remaining) {
        agreement.amend(
                terms().parties(remaining).startsOn("2022-09-01").build(),
                List.of(),
                new AmendmentRequest("because", LocalDate.parse(day), null, decision, NullNode.instance),
                TODAY);
    }

    private static Agreement inForceWithOpco() {
        Agreement agreement = signed(terms().startsOn("2021-09-01").fundings(FundingKind.OPCO));
        agreement.applyDueTransitions(null, TODAY);
        return agreement;
    }

    private static Agreement draft(
            @Nullable Agreement framework, @Nullable Agreement model, @Nullable Agreement predecessor) {
        return Agreement.draft(
                "2",
                new AgreementOrigin(AgreementKind.SPECIFIC, framework, model, predecessor),
                terms().fundings(FundingKind.OPCO).build(),
                TODAY);
    }

    @Test
    void aSpecificAgreementWithoutDatesHasThoseOfItsFramework() {
        Agreement framework = signed(terms().startsOn("2022-09-01"));
        Agreement specific = Agreement.draft(
                "2", new AgreementOrigin(AgreementKind.SPECIFIC, framework, null, null), terms().build(), TODAY);
        specific.sign(null, null, TODAY);
        specific.applyDueTransitions(null, TODAY);
        assertThat(specific.state()).isEqualTo(AgreementState.IN_FORCE);
        assertThat(specific.lifetime().stateSince()).isEqualTo("2022-09-01");
        amend(framework, terms().startsOn("2022-09-01").endsOn("2026-11-25").build(), null);
        specific.inheritFromFramework(framework.changedAt());
        specific.applyDueTransitions(null, TODAY);
        assertThat(specific.state()).isEqualTo(AgreementState.EXPIRED);
    }

    @Test
    void everyChangeRecordsOneHistoryEntry() {
        Agreement agreement = signed(terms().startsOn("2022-09-01").fundings(FundingKind.OPCO));
        agreement.applyDueTransitions(null, TODAY);
        fund(agreement, FundingState.SUSPENDED, "2023-01-01");
        amend(agreement, terms().startsOn("2022-09-01").build(), null);
        agreement.suspend(null, TODAY);
        List<HistoryEntry> entries = agreement.drainNewEntries();
        assertThat(entries)
                .extracting(HistoryEntry::action)
                .containsExactly(
                        HistoryAction.CREATED,
                        HistoryAction.SIGNED,
                        HistoryAction.CAME_INTO_FORCE,
                        HistoryAction.FUNDING_SUSPENDED,
                        HistoryAction.AMENDED,
                        HistoryAction.SUSPENDED);
        assertThat(entries).extracting(HistoryEntry::position).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(agreement.drainNewEntries()).isEmpty();
    }

    private static Agreement draft(TermsBuilder terms) {
        return Agreement.draft(
                "1", new AgreementOrigin(AgreementKind.SPECIFIC, null, null, null), terms.build(), TODAY);
    }

    private static Agreement signed(TermsBuilder terms) {
        Agreement agreement = draft(terms);
        agreement.sign(null, null, TODAY);
        return agreement;
    }

    /** In force since 1 September 2022. */
    private static Agreement inForce() {
        Agreement agreement = signed(terms().startsOn("2022-09-01"));
        agreement.applyDueTransitions(null, TODAY);
        return agreement;
    }

    private static void amend(Agreement agreement, AgreementTerms terms, @Nullable String effectiveOn) {
        LocalDate day = effectiveOn == null ? null : LocalDate.parse(effectiveOn);
        agreement.amend(terms, List.of(), new AmendmentRequest("because", day, null, null, NullNode.instance), TODAY);
    }

    private static Funding fund(Agreement agreement, FundingState next, String since) {
        return agreement.changeFunding(FundingKind.OPCO, next, LocalDate.parse(since), TODAY);
    }

    private static ChangeContext on(String day) {
        LocalDate today = LocalDate.parse(day);
        return new ChangeContext("officer", today.atStartOfDay(ZoneOffset.UTC).toInstant(), today, "test");
    }

    private static void illegal(ThrowingCallable call) {
        refused(CommonProblem.ILLEGAL_TRANSITION, call);
    }

    private static void refused(ProblemCode code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static void refused(String pointer, ProblemCode code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.violations())
                        .singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.pointer()).isEqualTo(pointer);
                            assertThat(violation.code()).isEqualTo(code.code());
                        }));
    }
}
