package fr.cned.partenariats.partner.demand.need;

import static fr.cned.partenariats.partner.demand.need.TrainingNeedState.ACCEPTED;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedState.DECLINED;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedState.EXPRESSED;
import static fr.cned.partenariats.partner.demand.need.TrainingNeedState.UNDER_STUDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.LocalDate;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The table in docs/domain.md, "State machines", "Training need". */
class TrainingNeedStateTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);
    private static final LocalDate NEXT_DAY = FIRST_DAY.plusDays(1);

    private static TrainingNeed need() {
        return TrainingNeed.create(
                UUID.randomUUID(), new CreateTrainingNeed(null, "Rédacteur", null, null, null), FIRST_DAY);
    }

    private static TrainingNeed studied() {
        TrainingNeed need = need();
        need.study(FIRST_DAY);
        return need;
    }

    @Test
    void anAcceptedNeedNamesTheTrainingAndIsFinal() {
        TrainingNeed need = studied();
        need.accept("CONCOURS-REDACTEUR", NEXT_DAY);

        assertThat(need.view().state()).isEqualTo(ACCEPTED);
        assertThat(need.view().stateSince()).isEqualTo(NEXT_DAY);
        assertThat(need.view().expressedOn()).isEqualTo(FIRST_DAY);
        assertThat(need.view().trainingCode()).isEqualTo("CONCOURS-REDACTEUR");
        assertIllegal(need, ACCEPTED, () -> need.decline("Too few students", NEXT_DAY));
    }

    @Test
    void aDeclinedNeedHasAReasonAndIsFinal() {
        TrainingNeed need = studied();
        need.decline("Too few students", NEXT_DAY);

        assertThat(need.view().state()).isEqualTo(DECLINED);
        assertThat(need.view().reason()).isEqualTo("Too few students");
        assertIllegal(need, DECLINED, () -> need.accept("BTS-X", NEXT_DAY));
        assertThat(need.view().trainingCode()).isNull();
    }

    @Test
    void aNeedIsStudiedOnceBeforeTheDecision() {
        TrainingNeed need = need();
        assertIllegal(need, EXPRESSED, () -> need.accept("BTS-X", NEXT_DAY));
        assertIllegal(need, EXPRESSED, () -> need.decline("Too few students", NEXT_DAY));
        assertThat(need.view().reason()).isNull();

        need.study(NEXT_DAY);
        assertIllegal(need, UNDER_STUDY, () -> need.study(NEXT_DAY));
    }

    private static void assertIllegal(TrainingNeed need, TrainingNeedState unchanged, ThrowingCallable transition) {
        Refusal refusal = catchThrowableOfType(Refusal.class, transition);

        assertThat(refusal.code()).isEqualTo(CommonProblem.ILLEGAL_TRANSITION);
        assertThat(need.view().state()).isEqualTo(unchanged);
    }
}
