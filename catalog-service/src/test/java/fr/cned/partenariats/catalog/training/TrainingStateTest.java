package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.training.TrainingState.ARCHIVED;
import static fr.cned.partenariats.catalog.training.TrainingState.DRAFT;
import static fr.cned.partenariats.catalog.training.TrainingState.PUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStateTest {

    private static final Map<TrainingState, Set<TrainingState>> ALLOWED =
            Map.of(DRAFT, Set.of(PUBLISHED), PUBLISHED, Set.of(ARCHIVED), ARCHIVED, Set.of(PUBLISHED));

    static Stream<Arguments> transitions() {
        return Stream.of(TrainingState.values())
                .flatMap(from -> Stream.of(TrainingState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void onlyTheDocumentedTransitionsAreAllowed(TrainingState from, TrainingState to) {
        if (ALLOWED.get(from).contains(to)) {
            assertThat(from.transitionTo(to)).isEqualTo(to);
        } else {
            assertThat(catchThrowableOfType(Refusal.class, () -> from.transitionTo(to))
                            .code())
                    .isEqualTo(CommonProblem.ILLEGAL_TRANSITION);
        }
    }
}
