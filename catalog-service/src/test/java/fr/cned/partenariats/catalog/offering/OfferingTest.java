package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.offering.OfferingState.CANCELLED;
import static fr.cned.partenariats.catalog.training.TrainingDetailsFixture.bts;
import static fr.cned.partenariats.catalog.training.TrainingDetailsFixture.concours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.catalog.CatalogProblem;
import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.TrainingDetails;
import fr.cned.partenariats.catalog.training.TrainingState;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of an offering that need no database. */
class OfferingTest {

    private static final UUID TRAINING = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({
        "2026-09-01, 2027-06-30,",
        "2026-01-01, 2026-01-01,",
        "2027-12-31, 2028-01-01,",
        "2026-09-01, 2026-08-31, /endsOn",
        "2025-12-31, 2026-06-30, /startsOn",
        "2028-01-01, 2028-06-30, /startsOn",
    })
    void itEndsAfterItStartsAndStartsInItsAcademicYear(LocalDate starts, LocalDate ends, @Nullable String pointer) {
        OfferingDetails details = details(Modality.DISTANCE, null, "2026-2027", starts, ends, null, null);
        if (pointer == null) {
            details.requireConsistent();
        } else {
            assertThat(refusal(details::requireConsistent).violations())
                    .extracting(Violation::pointer)
                    .containsExactly(pointer);
        }
    }

    @Test
    void enrollmentCannotCloseBeforeItOpens() {
        LocalDate day = LocalDate.of(2026, 5, 1);

        enrollment(day, day).requireConsistent();
        enrollment(day, null).requireConsistent();
        enrollment(null, day).requireConsistent();
        assertThat(refusal(() -> enrollment(day, day.minusDays(1)).requireConsistent())
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/enrollmentClosesOn");
    }

    @Test
    void nobodyEnrollsAfterTheEnd() {
        LocalDate end = enrollment(null, null).endsOn();

        enrollment(end, end).requireConsistent();
        assertThat(refusal(() -> enrollment(end.plusDays(1), end.plusDays(2)).requireConsistent())
                        .violations())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/enrollmentOpensOn", "enrollment-after-end"),
                        tuple("/enrollmentClosesOn", "enrollment-after-end"));
    }

    @Test
    void eachPeriodClosesAfterItOpensAndBeforeTheEnd() {
        LocalDate end = distance().endsOn();

        periods(null, 0, period(end, end), period(end.minusDays(9), null)).requireConsistent();
        assertThat(refusal(() -> periods(
                                        null,
                                        0,
                                        period(end, end.plusDays(1)),
                                        period(end, end.minusDays(1)),
                                        period(end.plusDays(1), null))
                                .requireConsistent())
                        .violations())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/enrollmentPeriods/0/closesOn", "enrollment-after-end"),
                        tuple("/enrollmentPeriods/1/closesOn", "ends-before-it-starts"),
                        tuple("/enrollmentPeriods/2/opensOn", "enrollment-after-end"));
    }

    @Test
    void anOfferingHasOnePeriodOrSeveral() {
        LocalDate day = LocalDate.of(2026, 5, 1);

        assertThat(refusal(() -> periods(day, 5, period(day, null)).requireConsistent())
                        .violations())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/enrollmentOpensOn", "one-period-or-several"),
                        tuple("/waitingListSize", "one-period-or-several"));
    }

    @Test
    void theNetworksOfPeriodsAreCheckedToo() {
        EnrollmentPeriod period =
                new EnrollmentPeriod(LocalDate.of(2026, 5, 1), null, List.of("KNOWN", "WRONG"), null, 0);

        assertThat(OfferingRules.unknownNetworks(periods(null, 0, period), Set.of("WRONG")))
                .extracting(Violation::pointer)
                .containsExactly("/enrollmentPeriods/0/networks/1");
    }

    @Test
    void trainingYearModalityAndRouteAreFixed() {
        Offering offering = Offering.planned(UUID.randomUUID(), "BTS-TEST", distance());
        OfferingDetails other = new OfferingDetails(
                UUID.randomUUID(),
                "2025-2026",
                Modality.HYBRID,
                ContestRoute.EXTERNAL,
                null,
                null,
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2027, 6, 30),
                20,
                0,
                distance().price(),
                List.of(),
                List.of());

        assertThat(refusal(() -> offering.update(other)).violations())
                .allSatisfy(violation -> assertThat(violation.code()).isEqualTo(CatalogProblem.FIXED_FIELD.code()))
                .extracting(Violation::pointer)
                .containsExactly("/trainingId", "/academicYear", "/modality", "/route");
    }

    @Test
    void aCancelledOfferingCannotChange() {
        Offering offering = Offering.planned(UUID.randomUUID(), "BTS-TEST", distance());
        offering.transitionTo(CANCELLED);

        assertThat(refusal(() -> offering.update(distance())).code()).isEqualTo(CatalogProblem.OFFERING_CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = TrainingState.class,
            names = {"DRAFT", "ARCHIVED"})
    void onlyAPublishedTrainingIsOffered(TrainingState state) {
        assertNotOffered(state, bts(), distance(), "/trainingId", CatalogProblem.TRAINING_NOT_PUBLISHED);
        OfferingRules.requireOffered(training(TrainingState.PUBLISHED, bts()), distance());
    }

    @Test
    void theTrainingHasTheModality() {
        assertNotOffered(
                TrainingState.PUBLISHED,
                bts(),
                details(Modality.ON_SITE, null),
                "/modality",
                CatalogProblem.MODALITY_NOT_OFFERED);
    }

    @Test
    void theTrainingHasTheRoute() {
        TrainingDetails concours = concours(ContestRoute.EXTERNAL, ContestRoute.INTERNAL);

        OfferingRules.requireOffered(
                training(TrainingState.PUBLISHED, concours), details(Modality.DISTANCE, ContestRoute.INTERNAL));
        assertNotOffered(
                TrainingState.PUBLISHED,
                concours,
                details(Modality.DISTANCE, ContestRoute.THIRD_ROUTE),
                "/route",
                CatalogProblem.ROUTE_NOT_OFFERED);
        assertNotOffered(
                TrainingState.PUBLISHED,
                bts(),
                details(Modality.DISTANCE, ContestRoute.EXTERNAL),
                "/route",
                CatalogProblem.ROUTE_NOT_OFFERED);
    }

    @Test
    void aPriceHasTwoDecimalPlaces() {
        assertThat(new Money(new BigDecimal("999.5"), "EUR").amount()).isEqualTo(new BigDecimal("999.50"));
    }

    private static OfferingDetails distance() {
        return details(Modality.DISTANCE, null);
    }

    private static OfferingDetails details(Modality modality, @Nullable ContestRoute route) {
        return details(modality, route, "2026-2027", LocalDate.of(2026, 9, 1), LocalDate.of(2027, 6, 30), null, null);
    }

    private static OfferingDetails enrollment(@Nullable LocalDate opensOn, @Nullable LocalDate closesOn) {
        return details(
                Modality.DISTANCE,
                null,
                "2026-2027",
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2027, 6, 30),
                opensOn,
                closesOn);
    }

    private static OfferingDetails details(
            Modality modality,
            @Nullable ContestRoute route,
            String academicYear,
            LocalDate startsOn,
            LocalDate endsOn,
            @Nullable LocalDate enrollmentOpensOn,
            @Nullable LocalDate enrollmentClosesOn) {
        return new OfferingDetails(
                TRAINING,
                academicYear,
                modality,
                route,
                enrollmentOpensOn,
                enrollmentClosesOn,
                startsOn,
                endsOn,
                20,
                5,
                new Money(new BigDecimal("1250"), "EUR"),
                List.of(),
                List.of());
    }

    private static EnrollmentPeriod period(LocalDate opensOn, @Nullable LocalDate closesOn) {
        return new EnrollmentPeriod(opensOn, closesOn, List.of(), StudentGroup.RETURNING, 5);
    }

    private static OfferingDetails periods(
            @Nullable LocalDate enrollmentOpensOn, int waitingListSize, EnrollmentPeriod... periods) {
        return new OfferingDetails(
                TRAINING,
                "2026-2027",
                Modality.DISTANCE,
                null,
                enrollmentOpensOn,
                null,
                LocalDate.of(2026, 9, 1),
                LocalDate.of(2027, 6, 30),
                20,
                waitingListSize,
                new Money(new BigDecimal("1250"), "EUR"),
                List.of(),
                List.of(periods));
    }

    private static TrainingView training(TrainingState state, TrainingDetails details) {
        return new TrainingView(TRAINING, 1, state, details);
    }

    private static void assertNotOffered(
            TrainingState state, TrainingDetails training, OfferingDetails offering, String pointer, ProblemCode code) {
        Refusal refusal = refusal(() -> OfferingRules.requireOffered(training(state, training), offering));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(pointer);
    }

    private static Refusal refusal(ThrowingCallable call) {
        @Nullable Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
