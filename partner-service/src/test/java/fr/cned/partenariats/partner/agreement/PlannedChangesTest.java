package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlannedChangesTest {

    private static final PlannedChange SUSPENSION = change(PlannedChangeKind.SUSPENSION, "2027-07-01");
    private static final PlannedChange PRICE = change(PlannedChangeKind.AMENDMENT, "2027-01-01");
    private static final PlannedChange TERMINATION = change(PlannedChangeKind.TERMINATION, "2027-12-01");
    private static final PlannedChange.Failure FAILURE =
            PlannedChange.Failure.of(Refusal.of(PartnerProblem.AGREEMENT_ENDED, "TERMINATED"));

    private static final PlannedChanges ALL =
            PlannedChanges.NONE.with(SUSPENSION).with(TERMINATION).with(PRICE);

    @Test
    void theChangesAreInTheOrderOfTheirDays() {
        assertThat(ALL.all()).containsExactly(PRICE, SUSPENSION, TERMINATION);
        assertThat(ALL.nextDay()).isEqualTo("2027-01-01");
        assertThat(PlannedChanges.NONE.nextDay()).isNull();
    }

    @Test
    void aSecondChangeForOneDayIsRefused() {
        refused(
                PartnerProblem.CHANGE_ALREADY_PLANNED,
                () -> ALL.with(change(PlannedChangeKind.AMENDMENT, "2027-07-01")));
        PlannedChanges withdrawn = ALL.without(SUSPENSION.id());
        assertThat(withdrawn
                        .with(change(PlannedChangeKind.AMENDMENT, "2027-07-01"))
                        .all())
                .hasSize(3);
    }

    @Test
    void anAgreementListsAtMostTwentyChanges() {
        PlannedChanges full = PlannedChanges.NONE;
        for (int day = 1; day <= PlannedChanges.MOST; day++) {
            full = full.with(change(PlannedChangeKind.AMENDMENT, "2027-03-%02d".formatted(day)));
        }
        PlannedChanges most = full;
        refused(PartnerProblem.TOO_MANY_PLANNED_CHANGES, () -> most.with(SUSPENSION));
    }

    @Test
    void aChangeIsDueOnItsDayAndUntilItIsTaken() {
        assertThat(ALL.due(LocalDate.parse("2026-12-31"))).isEmpty();
        assertThat(ALL.due(LocalDate.parse("2027-01-01"))).contains(PRICE);
        assertThat(ALL.due(LocalDate.parse("2028-01-01"))).contains(PRICE);
        assertThat(ALL.without(PRICE.id()).due(LocalDate.parse("2028-01-01"))).contains(SUSPENSION);
    }

    @Test
    void aChangeThatFailedStaysButIsNotDueAndLeavesItsDayFree() {
        PlannedChanges changes = ALL.replacing(PRICE.failed(FAILURE));
        assertThat(changes.anyFailed()).isTrue();
        assertThat(changes.find(PRICE.id()))
                .hasValueSatisfying(change -> assertThat(change.state()).isEqualTo(PlannedChangeState.FAILED));
        assertThat(changes.nextDay()).isEqualTo("2027-07-01");
        assertThat(changes.due(LocalDate.parse("2027-02-01"))).isEmpty();
        assertThat(changes.with(change(PlannedChangeKind.AMENDMENT, "2027-01-01"))
                        .all())
                .hasSize(4);
        assertThat(changes.without(PRICE.id()).anyFailed()).isFalse();
    }

    @Test
    void amendmentsBeforeTheDayAreTheBaseOfTheNext() {
        assertThat(ALL.amendmentsBefore(LocalDate.parse("2027-01-01"))).isEmpty();
        assertThat(ALL.amendmentsBefore(LocalDate.parse("2028-01-01"))).containsExactly(PRICE);
        assertThat(ALL.replacing(PRICE.failed(FAILURE)).amendmentsBefore(LocalDate.parse("2028-01-01")))
                .isEmpty();
    }

    @Test
    void theAgreementEndsBeforeAPlannedTerminationOrWithItsTerm() {
        LocalDate later = LocalDate.parse("2028-01-01");
        assertThat(ALL.lastDay(later, null)).isEqualTo("2027-11-30");
        assertThat(ALL.lastDay(later, LocalDate.parse("2027-08-31"))).isEqualTo("2027-08-31");
        assertThat(ALL.lastDay(LocalDate.parse("2027-12-01"), null)).isNull();
    }

    @Test
    void aFailureHasTheFirstReasonInBothLanguages() {
        assertThat(FAILURE.code()).isEqualTo("agreement-ended");
        assertThat(FAILURE.text(Locale.ENGLISH)).contains("TERMINATED");
        assertThat(FAILURE.text(Locale.FRENCH)).contains("résiliée");
        Refusal several = Refusal.invalid(new Violation("/changes", PartnerProblem.NOTHING_CHANGED));
        assertThat(PlannedChange.Failure.of(several).code()).isEqualTo("nothing-changed");
    }

    private static void refused(ProblemCode code, ThrowingCallable change) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(change)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static PlannedChange change(PlannedChangeKind kind, String day) {
        return new PlannedChange(
                UUID.randomUUID(),
                kind,
                LocalDate.parse(day),
                "test",
                Instant.EPOCH,
                "officer",
                kind == PlannedChangeKind.AMENDMENT ? JsonNodeFactory.instance.objectNode() : null,
                null,
                null,
                null);
    }
}
