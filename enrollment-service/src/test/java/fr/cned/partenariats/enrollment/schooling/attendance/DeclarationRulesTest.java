package fr.cned.partenariats.enrollment.schooling.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceDeclaration.Entry;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeclarationRulesTest {

    private static final IsoWeek WEEK = IsoWeek.of("2026-W40");

    private final Entry first = entry();
    private final Entry second = entry();
    private final Entry third = entry();

    @Test
    void refusesEachRepeatedEnrollment() {
        DeclarationRules.refuseRepeatedEnrollments(List.of(first, second, third));

        assertThat(violations(() -> DeclarationRules.refuseRepeatedEnrollments(List.of(first, second, first, first))))
                .containsExactly("/entries/2/enrollmentId given-twice", "/entries/3/enrollmentId given-twice");
    }

    @Test
    void refusesAWeekThatHasNotBegun() {
        DeclarationRules.refuseFutureWeek(WEEK, WEEK.monday());

        assertThat(violations(() ->
                        DeclarationRules.refuseFutureWeek(WEEK, WEEK.monday().minusDays(1))))
                .containsExactly("/week week-not-begun");
    }

    @Test
    void refusesEachEntryThatCannotBeDeclared() {
        Map<UUID, LockedEnrollment> found = Map.of(
                first.enrollmentId(), enrollment(first, "ACTIVE"),
                second.enrollmentId(), enrollment(second, "CONFIRMED"));
        DeclarationRules.refuseUndeclarable(List.of(first), found, WEEK);

        assertThat(violations(() -> DeclarationRules.refuseUndeclarable(List.of(first, second, third), found, WEEK)))
                .containsExactly("/entries/1/enrollmentId enrollment-state-unfit", "/entries/2/enrollmentId not-found");
    }

    @Test
    void refusesOverfullWeeksWithoutRevealingAnotherPartnersHours() {
        List<Entry> entries = List.of(first, second, third);
        Map<UUID, LockedEnrollment> found = Map.of(
                first.enrollmentId(), enrollment(first, "ACTIVE"),
                second.enrollmentId(), enrollment(second, "ACTIVE"),
                third.enrollmentId(), enrollment(third, "ACTIVE"));
        DeclarationRules.refuseOverfullWeeks(entries, found, Map.of());

        assertThat(violations(() -> DeclarationRules.refuseOverfullWeeks(
                        entries, found, Map.of(first.enrollmentId(), true, third.enrollmentId(), false))))
                .containsExactly(
                        "/entries/0/hours more-hours-than-a-week-has", "/entries/2/enrollmentId ask-an-officer");
    }

    private static List<String> violations(ThrowingCallable rule) {
        return assertThatExceptionOfType(Refusal.class).isThrownBy(rule).actual().violations().stream()
                .map(violation -> violation.pointer() + ' ' + violation.code())
                .toList();
    }

    private static Entry entry() {
        return new Entry(UUID.randomUUID(), BigDecimal.TEN);
    }

    /** The person has the id of the enrollment. */
    private static LockedEnrollment enrollment(Entry entry, String state) {
        UUID id = entry.enrollmentId();
        return new LockedEnrollment(
                id,
                id,
                id,
                state,
                null,
                WEEK.monday().minusWeeks(4),
                WEEK.monday().plusWeeks(4),
                false);
    }
}
