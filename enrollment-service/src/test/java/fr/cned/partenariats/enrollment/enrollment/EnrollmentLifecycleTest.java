package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.enrollment.EnrollmentState.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The state machine of an enrollment, without a database. */
class EnrollmentLifecycleTest {

    private static final Instant NOW = Instant.parse("2026-11-25T11:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final LocalDate HOLD = TODAY.plusDays(60);
    private static final RefundTerms NO_REFUND = new RefundTerms(TODAY.minusDays(9), TODAY.plusDays(9), null, false);

    private static final Map<EnrollmentState, Consumer<Enrollment>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put(ACTIVE, e -> e.start(NOW));
        CHANGES.put(COMPLETED, e -> e.complete("officer", ExamResult.of(ResultState.PASSED), NOW));
        CHANGES.put(CANCELLED, e -> e.cancel("client", "reason", NOW));
        CHANGES.put(WITHDRAWN, e -> e.withdraw("client", "reason", TODAY, NO_REFUND, NOW));
        CHANGES.put(TRANSFERRED, e -> e.transferAway("client", "reason", NOW));
        CHANGES.put(ANNULLED, e -> e.annul("officer", "reason", NOW));
    }

    static Stream<Arguments> changes() {
        return Arrays.stream(EnrollmentState.values())
                .flatMap(from -> CHANGES.keySet().stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("changes")
    void onlyTransitionsOfTheStateMachineAreAccepted(EnrollmentState from, EnrollmentState to) {
        Enrollment enrollment = in(from);

        if (from.next().contains(to)) {
            CHANGES.get(to).accept(enrollment);
            assertThat(enrollment.state()).isEqualTo(to);
            assertThat(enrollment.history())
                    .last()
                    .satisfies(entry -> assertThat(entry.from()).isEqualTo(from));
        } else {
            Refusal refusal =
                    catchThrowableOfType(Refusal.class, () -> CHANGES.get(to).accept(enrollment));
            assertThat(refusal.code().code()).isEqualTo("illegal-transition");
            assertThat(enrollment.state()).isEqualTo(from);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WAITLISTED, 'CONFIRMED,PENDING_FUNDING,CANCELLED,ANNULLED', false, true",
        "PENDING_FUNDING, 'CONFIRMED,REJECTED,CANCELLED,ANNULLED', true, true",
        "CONFIRMED, 'ACTIVE,CANCELLED,TRANSFERRED,ANNULLED', true, true",
        "ACTIVE, 'CONFIRMED,COMPLETED,WITHDRAWN,TRANSFERRED,ANNULLED', true, true",
        "COMPLETED, ANNULLED, true, false",
        "CANCELLED, ANNULLED, false, false",
        "REJECTED, ANNULLED, false, false",
        "WITHDRAWN, ANNULLED, false, false",
        "TRANSFERRED, ANNULLED, false, false",
        "ANNULLED, '', false, false"
    })
    void eachStateHasItsTransitionsAndHoldsASeatOrNot(
            EnrollmentState state, String next, boolean holdsSeat, boolean isLive) {
        assertThat(state.next().stream().map(Enum::name))
                .containsExactlyInAnyOrder(next.isEmpty() ? new String[0] : next.split(",", -1));
        assertThat(state.holdsSeat()).isEqualTo(holdsSeat);
        assertThat(state.isLive()).isEqualTo(isLive);
    }

    @Test
    void theLastApprovalConfirmsAndEndsTheHold() {
        Enrollment enrollment = accepted(FundingKind.OPCO, FundingKind.REGION, FundingKind.PARTNER);
        assertThat(enrollment.state()).isEqualTo(PENDING_FUNDING);
        assertThat(enrollment.holdUntil()).isEqualTo(HOLD);

        enrollment.approveFunding(enrollment.fundings().get(0).id(), "officer", NOW);
        assertThat(enrollment.state()).isEqualTo(PENDING_FUNDING);
        enrollment.approveFunding(enrollment.fundings().get(1).id(), "officer", NOW);

        assertThat(enrollment.state()).isEqualTo(CONFIRMED);
        assertThat(enrollment.holdUntil()).isNull();
    }

    @Test
    void oneRefusalRejectsAndADecidedLineTakesNoOtherDecision() {
        Enrollment enrollment = accepted(FundingKind.OPCO, FundingKind.REGION);
        UUID line = enrollment.fundings().get(0).id();

        enrollment.refuseFunding(line, "officer", "no budget", NOW);

        assertThat(enrollment.state()).isEqualTo(REJECTED);
        assertThat(enrollment.holdUntil()).isNull();
        assertRefused("funding-line-decided", () -> enrollment.refuseFunding(line, "officer", "late", NOW));
        assertRefused("illegal-transition", () -> enrollment.approveFunding(line, "officer", NOW));
        assertRefused("not-found", () -> accepted(FundingKind.OPCO).approveFunding(UUID.randomUUID(), "x", NOW));
    }

    @Test
    void aWaitingEnrollmentWithoutDecisionIsPromotedToPendingFunding() {
        Enrollment enrollment = Enrollment.waitlist(subject(), lines(FundingKind.OPCO), 7, "client", NOW);
        UUID seat = UUID.randomUUID();

        assertThat(enrollment.promotedAt()).isNull();
        enrollment.promote(seat, HOLD, NOW);
        assertThat(enrollment.promotedAt()).isEqualTo(NOW);
        assertThat(enrollment.waitlistRank()).isNull();

        assertThat(enrollment.state()).isEqualTo(PENDING_FUNDING);
        assertThat(enrollment.holdUntil()).isEqualTo(HOLD);
        assertThat(enrollment.seatId()).isEqualTo(seat);
        assertThat(enrollment.history())
                .last()
                .satisfies(entry -> assertThat(entry.by()).isEqualTo("waiting-list"));
    }

    @Test
    void aHoldExpiresAfterItsLastDayOnlyWhileFundingIsPending() {
        Enrollment pending = accepted(FundingKind.OPCO);

        assertThat(pending.isHoldExpired(HOLD)).isFalse();
        assertThat(pending.isHoldExpired(HOLD.plusDays(1))).isTrue();
        assertThat(in(CONFIRMED).isHoldExpired(HOLD.plusDays(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"WAITLISTED, CANCELLED", "PENDING_FUNDING, CANCELLED", "CONFIRMED, CANCELLED", "ACTIVE, WITHDRAWN"})
    void aCancelledOfferingWithdrawsStartedEnrollmentsAndCancelsTheOthers(EnrollmentState from, EnrollmentState to) {
        Enrollment enrollment = in(from);

        enrollment.end("offering-cancelled", TODAY, () -> NO_REFUND, NOW);

        assertThat(enrollment.state()).isEqualTo(to);
        assertThat(enrollment.withdrawnOn()).isEqualTo(to == WITHDRAWN ? TODAY : null);
        assertThat(enrollment.holdUntil()).isNull();
        assertThat(enrollment.history()).last().satisfies(entry -> {
            assertThat(entry.by()).isEqualTo("calendar");
            assertThat(entry.reason()).isEqualTo("offering-cancelled");
        });
    }

    @Test
    void aWithdrawalDayLiesBetweenTheStartOfTheOfferingAndToday() {
        LocalDate starts = TODAY.minusDays(10);

        assertThatCode(() -> WithdrawalRules.requirePossibleDay(starts, starts, TODAY))
                .doesNotThrowAnyException();
        assertThatCode(() -> WithdrawalRules.requirePossibleDay(TODAY, starts, TODAY))
                .doesNotThrowAnyException();
        assertRefused(
                "date-outside-offering", () -> WithdrawalRules.requirePossibleDay(starts.minusDays(1), starts, TODAY));
        assertRefused(
                "date-outside-offering", () -> WithdrawalRules.requirePossibleDay(TODAY.plusDays(1), starts, TODAY));
    }

    @Test
    void anErasureRemovesFreeTextAndKeepsStatesAndAmounts() {
        Enrollment enrollment = accepted(FundingKind.OPCO);
        enrollment.cancel("client", "the student is ill", NOW);

        enrollment.erase(NOW);

        assertThat(enrollment.history()).extracting(HistoryEntry::to).containsExactly(PENDING_FUNDING, CANCELLED);
        assertThat(enrollment.history()).extracting(HistoryEntry::reason).containsOnlyNulls();
        assertThat(enrollment.fundings()).singleElement().satisfies(line -> {
            assertThat(line.funder()).isNull();
            assertThat(line.amount()).isEqualTo("100");
        });
    }

    @Test
    void aCorrectionOfTheResultKeepsTheEarlierOneUntilAnErasure() {
        Enrollment enrollment = in(ACTIVE);
        ExamResult unknown = ExamResult.of(ResultState.UNKNOWN);
        ExamResult passed = new ExamResult(ResultState.PASSED, Mention.BIEN, null, null, null, TODAY, 60, 640);
        enrollment.complete("officer", unknown, NOW);
        assertRefused("result-unchanged", () -> enrollment.correctResult(unknown, "officer", "typo", NOW));

        enrollment.correctResult(passed, "officer", "the jury met", NOW);
        assertThat(enrollment.result()).isEqualTo(passed);
        assertThat(enrollment.history()).extracting(HistoryEntry::result).containsExactly(null, null, unknown, passed);

        enrollment.erase(NOW);
        ExamResult left = ExamResult.of(ResultState.PASSED);
        assertThat(enrollment.result()).isEqualTo(left);
        assertThat(enrollment.history()).extracting(HistoryEntry::result).containsExactly(null, null, unknown, left);
    }

    @Test
    void theHistoryKeepsTheStatesOfThePartnerAndNoCode() {
        Enrollment enrollment = in(ACTIVE);
        OtherCode code = new OtherCode("moodle", "U-17");
        enrollment.update(new EnrollmentDetails(List.of(code, code), RemoteState.QUEUED), "client", NOW);
        enrollment.update(new EnrollmentDetails(List.of(code), RemoteState.QUEUED), "client", NOW.plusSeconds(1));
        enrollment.update(new EnrollmentDetails(List.of(), RemoteState.ASSOCIATED), "client", NOW.plusSeconds(2));
        enrollment.update(new EnrollmentDetails(List.of(code), null), "client", NOW.plusSeconds(3));

        assertThat(enrollment.state()).isEqualTo(ACTIVE);
        assertThat(enrollment.details()).isEqualTo(new EnrollmentDetails(List.of(code), null));
        assertThat(enrollment.history())
                .extracting(HistoryEntry::remoteState)
                .containsExactly(null, null, RemoteState.QUEUED, RemoteState.ASSOCIATED);
        assertThat(enrollment.changedAt()).isEqualTo(NOW.plusSeconds(3));

        enrollment.erase(NOW);
        assertThat(enrollment.otherCodes()).isNull();
    }

    @Test
    void anAnnulmentFreesTheReferenceAndClearsTheResult() {
        Enrollment enrollment = in(COMPLETED);
        enrollment.annul("officer", "wrong student", NOW);
        assertThat(enrollment.reference()).isNull();
        assertThat(enrollment.result()).isNull();
        assertRefused(
                "enrollment-state-unfit",
                () -> enrollment.correctResult(ExamResult.of(ResultState.FAILED), "officer", "x", NOW));
    }

    @Test
    void thePreviousEnrollmentIsShownInsideTheScopeOnly() {
        UUID previous = UUID.randomUUID();
        Enrollment enrollment = Enrollment.accept(subject(previous), List.of(), HOLD, "client", NOW);

        assertThat(enrollment.previousId(new TenantScope(Optional.empty()))).isEqualTo(previous);
        assertThat(enrollment.previousId(new TenantScope(Optional.of(enrollment.partnerId()))))
                .isEqualTo(previous);
        assertThat(enrollment.previousId(new TenantScope(Optional.of(UUID.randomUUID()))))
                .isNull();
    }

    private static void assertRefused(String code, Runnable change) {
        Refusal refusal = catchThrowableOfType(Refusal.class, change::run);
        assertThat(refusal.code().code()).isEqualTo(code);
    }

    private static Enrollment in(EnrollmentState state) {
        Enrollment enrollment = state == PENDING_FUNDING || state == REJECTED
                ? accepted(FundingKind.OPCO)
                : state == WAITLISTED
                        ? Enrollment.waitlist(subject(), List.of(), 1, "client", NOW)
                        : Enrollment.accept(subject(), List.of(), HOLD, "client", NOW);
        switch (state) {
            case ACTIVE, COMPLETED, WITHDRAWN -> enrollment.start(NOW);
            default -> {}
        }
        switch (state) {
            case COMPLETED, WITHDRAWN, CANCELLED, TRANSFERRED, ANNULLED ->
                CHANGES.get(state).accept(enrollment);
            case REJECTED ->
                enrollment.refuseFunding(enrollment.fundings().get(0).id(), "officer", "no budget", NOW);
            default -> {}
        }
        assertThat(enrollment.state()).isEqualTo(state);
        return enrollment;
    }

    private static Enrollment accepted(FundingKind... kinds) {
        return Enrollment.accept(subject(), lines(kinds), HOLD, "client", NOW);
    }

    private static List<FundingLine> lines(FundingKind... kinds) {
        return Arrays.stream(kinds)
                .map(kind -> FundingLine.request(kind, "a funder", new BigDecimal("100")))
                .toList();
    }

    private static Enrollment.Subject subject() {
        return subject(null);
    }

    private static Enrollment.Subject subject(UUID previous) {
        UUID student = UUID.randomUUID();
        return new Enrollment.Subject(
                student,
                student,
                UUID.randomUUID(),
                "E-1",
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                "2026-2027",
                UUID.randomUUID(),
                null,
                previous,
                false);
    }
}
