package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.CONTRACT_RUPTURED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ContractChange.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 9, 14);
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final Period OFFERING = new Period(LocalDate.of(2026, 12, 1), LocalDate.of(2027, 6, 30));

    private final ContractData data = data("73282932000074", UUID.randomUUID());

    @ParameterizedTest
    @CsvSource({
        "WAITLISTED, false",
        "PENDING_FUNDING, true",
        "CONFIRMED, true",
        "ACTIVE, true",
        "COMPLETED, false",
        "WITHDRAWN, false",
        "CANCELLED, false"
    })
    void dependsOnTheStateOfTheEnrollment(String state, boolean allowed) {
        assertThat(facts(state, true, true, "APPRENTICE_TRAINING_CENTRE", "UPPER_SECONDARY_SCHOOL")
                        .violations(data)
                        .isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void namesEveryBrokenRule() {
        ContractFacts facts = facts("CANCELLED", false, false, "UPPER_SECONDARY_SCHOOL", null);

        assertThat(codes(facts.violations(data)))
                .containsExactly(
                        "/enrollmentId enrollment-state-unfit",
                        "/enrollmentId student-not-an-apprentice",
                        "/enrollmentId training-without-apprenticeship",
                        "/trainingCentreId not-a-training-centre",
                        "/hostSchoolId not-a-host-school");
        assertThat(codes(facts.partnerViolations(data)))
                .containsExactly("/trainingCentreId not-a-training-centre", "/hostSchoolId not-a-host-school");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-01, 2027-08-31, ",
        "2026-08-31, 2027-08-31, /startsOn date-outside-period",
        "2027-06-30, 2031-06-29, ",
        "2027-06-30, 2031-06-30, /endsOn date-outside-period",
        "2027-07-01, 2028-08-31, /startsOn date-outside-period",
        "2026-09-01, 2026-12-01, ",
        "2026-09-01, 2026-11-30, /endsOn date-outside-period",
        "2027-01-01, 2060-12-31, /endsOn date-outside-period",
    })
    void isBoundByTheDatesOfTheOffering(LocalDate startsOn, LocalDate endsOn, @Nullable String violation) {
        ContractData dated = new ContractData("73282932000074", null, startsOn, endsOn, new UUID(0, 1), null, null);

        assertThat(codes(facts("ACTIVE", true, true, "APPRENTICE_TRAINING_CENTRE", null)
                        .violations(dated)))
                .isEqualTo(violation == null ? List.of() : List.of(violation));
    }

    @Test
    void needsNoHostSchool() {
        assertThat(facts("ACTIVE", true, true, "APPRENTICE_TRAINING_CENTRE", null)
                        .violations(data("73282932000074", null)))
                .isEmpty();
    }

    @Test
    void keepsTheDataBeforeACorrection() {
        ApprenticeshipContract contract = contract();
        contract.correct(data("35600000049837", null), "officer", NOW);

        assertThat(contract.history())
                .extracting(ContractChange::kind, ContractChange::before)
                .containsExactly(tuple(Kind.REGISTERED, null), tuple(Kind.CORRECTED, data));
        assertThat(contract.data().employerSiret()).isEqualTo("35600000049837");
    }

    @Test
    void recordsNoCorrectionWithoutAChange() {
        ApprenticeshipContract contract = contract();
        contract.correct(data, "officer", NOW);
        assertThat(contract.history()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-08-31", "2028-09-01"})
    void refusesARuptureOutsideOfItsPeriod(LocalDate lastDay) {
        assertThatThrownBy(() -> contract().rupture(lastDay, RuptureCause.OTHER, "officer", TODAY, NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(codes(refusal.violations()))
                                .containsExactly("/rupturedOn date-outside-period"));
    }

    @Test
    void changesNoMoreAfterARupture() {
        ApprenticeshipContract contract = contract();
        contract.rupture(LocalDate.of(2028, 8, 31), RuptureCause.TRIAL_PERIOD, "officer", TODAY, NOW);

        assertRefused(CONTRACT_RUPTURED, () -> contract.correct(data("35600000049837", null), "officer", NOW));
        assertRefused(
                CONTRACT_RUPTURED,
                () -> contract.rupture(LocalDate.of(2027, 1, 1), RuptureCause.OTHER, "officer", TODAY, NOW));
    }

    @Test
    void findsContractsOfTwoPersonsThatOverlap() {
        PersonContract one = of(ONE, "2026-09-01", "2027-08-31");
        PersonContract later = of(ONE, "2027-09-01", "2028-08-31");
        PersonContract other = of(OTHER, "2027-08-31", "2027-08-31");

        assertThat(PersonContract.overlapping(List.of(one, later, other)))
                .containsExactly(one.contractId(), other.contractId());
        assertThat(PersonContract.overlapping(List.of(later, other))).isEmpty();
        assertThat(PersonContract.overlapping(List.of())).isEmpty();
    }

    @Test
    void ignoresOverlapsWithinOnePerson() {
        assertThat(PersonContract.overlapping(
                        List.of(of(ONE, "2026-09-01", "2027-08-31"), of(ONE, "2026-10-01", "2026-12-31"))))
                .isEmpty();
    }

    private static void assertRefused(ProblemCode code, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static List<String> codes(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.pointer() + ' ' + violation.code())
                .toList();
    }

    private static PersonContract of(UUID person, String first, String last) {
        return new PersonContract(UUID.randomUUID(), person, LocalDate.parse(first), LocalDate.parse(last));
    }

    private ApprenticeshipContract contract() {
        return ApprenticeshipContract.create(
                UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), data, "partner", NOW);
    }

    private static ContractData data(String siret, @Nullable UUID hostSchool) {
        return new ContractData(
                siret, null, LocalDate.of(2026, 9, 1), LocalDate.of(2028, 8, 31), new UUID(0, 1), hostSchool, null);
    }

    private static ContractFacts facts(
            String state,
            boolean apprentice,
            boolean training,
            @Nullable String centreKind,
            @Nullable String schoolKind) {
        return new ContractFacts(
                ONE,
                OTHER,
                state,
                apprentice,
                "BTS-1",
                training,
                OFFERING.firstDay(),
                OFFERING.lastDay(),
                centreKind,
                schoolKind);
    }
}
