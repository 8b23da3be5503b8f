package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.training.TrainingDetailsFixture.bts;
import static fr.cned.partenariats.catalog.training.TrainingDetailsFixture.contest;
import static fr.cned.partenariats.catalog.training.TrainingDetailsFixture.details;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.catalog.CatalogProblem;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of a training that need no database. */
class TrainingTest {

    @ParameterizedTest
    @CsvSource({"BTS, 5", "BTS_AGRICOLE, 5", "DAEU, 4", "LICENCE, 6", "MASTER, 7"})
    void aFixedLevelIsFilledInAndAnotherRefused(Family family, int level) {
        assertThat(details("X-1", family, null, null, null).level()).isEqualTo(level);
        assertRefused(details("X-1", family, 3, null, null), "/level", CatalogProblem.LEVEL_OF_FAMILY);
        details("X-1", family, level, null, null).requireConsistent();
    }

    @ParameterizedTest
    @CsvSource({"FLE", "DIPLOME_UNIVERSITE", "OTHER"})
    void otherFamiliesAcceptAnyLevelOrNone(Family family) {
        assertThat(details("X-1", family, null, null, null).level()).isNull();
        details("X-1", family, 3, null, null).requireConsistent();
    }

    @Test
    void onlyAConcoursHasAContest() {
        assertRefused(details("X-1", Family.CONCOURS, null, null, null), "/contest", CommonProblem.REQUIRED);
        assertRefused(
                details("X-1", Family.BTS, null, contest(ContestRoute.EXTERNAL), null),
                "/contest",
                CatalogProblem.CONTEST_WITHOUT_CONCOURS);
    }

    @Test
    void aConcoursAlwaysHasTheStatutoryExemptions() {
        TrainingDetails concours = details(
                "X-1",
                Family.CONCOURS,
                null,
                contest(ContestRoute.EXTERNAL),
                new Prerequisites(6, List.of(Exemption.PARENT_OF_THREE)));

        assertThat(concours.prerequisites().exemptions())
                .containsExactly(Exemption.HIGH_LEVEL_ATHLETE, Exemption.PARENT_OF_THREE);
        assertThat(bts().prerequisites().exemptions()).isEmpty();
    }

    @Test
    void theCodeIsFixed() {
        Training training = draft();

        assertRefused(
                () -> training.update(details("OTHER", Family.BTS, null, null, null)),
                "/code",
                CatalogProblem.FIXED_FIELD);
    }

    @Test
    void theFamilyIsFixedAfterPublication() {
        TrainingDetails otherFamily = details(bts().code(), Family.BTS_AGRICOLE, null, null, null);
        Training training = draft();
        training.update(otherFamily);
        assertThat(training.details().family()).isEqualTo(Family.BTS_AGRICOLE);

        training.transitionTo(TrainingState.PUBLISHED);
        assertRefused(() -> training.update(bts()), "/family", CatalogProblem.FIXED_FIELD);
    }

    @Test
    void anArchivedTrainingCannotChange() {
        Training training = draft();
        training.transitionTo(TrainingState.PUBLISHED);
        training.transitionTo(TrainingState.ARCHIVED);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> training.update(bts()));
        assertThat(refusal.code()).isEqualTo(CatalogProblem.TRAINING_ARCHIVED);
    }

    private static Training draft() {
        return Training.draft(UUID.randomUUID(), bts());
    }

    private static void assertRefused(TrainingDetails details, String pointer, ProblemCode code) {
        assertRefused(details::requireConsistent, pointer, code);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String pointer, ProblemCode code) {
        @Nullable Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly(pointer);
        assertThat(refusal.violations()).extracting(Violation::code).containsExactly(code.code());
    }
}
