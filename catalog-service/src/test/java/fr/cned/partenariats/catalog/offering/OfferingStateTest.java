package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.offering.OfferingState.CANCELLED;
import static fr.cned.partenariats.catalog.offering.OfferingState.CLOSED;
import static fr.cned.partenariats.catalog.offering.OfferingState.OPEN;
import static fr.cned.partenariats.catalog.offering.OfferingState.PLANNED;
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

class OfferingStateTest {

    private static final Map<OfferingState, Set<OfferingState>> ALLOWED = Map.of(
            PLANNED, Set.of(OPEN, CANCELLED),
            OPEN, Set.of(CLOSED, CANCELLED),
            CLOSED, Set.of(OPEN, CANCELLED),
            CANCELLED, Set.of());

    static Stream<Arguments> transitions() {
        return Stream.of(OfferingState.values())
                .flatMap(from -> Stream.of(OfferingState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void onlyTheDocumentedTransitionsAreAllowed(OfferingState from, OfferingState to) {
        if (ALLOWED.get(from).contains(to)) {
            assertThat(from.transitionTo(to)).isEqualTo(to);
        } else {
            assertThat(catchThrowableOfType(Refusal.class, () -> from.transitionTo(to))
                            .code())
                    .isEqualTo(CommonProblem.ILLEGAL_TRANSITION);
        }
    }
}
