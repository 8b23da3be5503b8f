package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementState.DRAFT;
import static fr.cned.partenariats.partner.agreement.AgreementState.EXPIRED;
import static fr.cned.partenariats.partner.agreement.AgreementState.IN_FORCE;
import static fr.cned.partenariats.partner.agreement.AgreementState.RENEWED;
import static fr.cned.partenariats.partner.agreement.AgreementState.SIGNED;
import static fr.cned.partenariats.partner.agreement.AgreementState.SUSPENDED;
import static fr.cned.partenariats.partner.agreement.AgreementState.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgreementStateTest {

    /** docs/domain.md, "State machines". */
    @Test
    void theTransitionsAreThoseOfTheStateMachine() {
        Map<AgreementState, Set<AgreementState>> transitions = new EnumMap<>(AgreementState.class);
        for (AgreementState state : AgreementState.values()) {
            transitions.put(state, state.next());
        }
        assertThat(transitions)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        DRAFT, Set.of(SIGNED, TERMINATED),
                        SIGNED, Set.of(IN_FORCE, TERMINATED),
                        IN_FORCE, Set.of(SUSPENDED, EXPIRED, TERMINATED, RENEWED),
                        SUSPENDED, Set.of(IN_FORCE, TERMINATED),
                        EXPIRED, Set.of(RENEWED),
                        TERMINATED, Set.of(),
                        RENEWED, Set.of()));
    }

    @Test
    void onlyADraftAndASignedAgreementHaveNotBeenInForce() {
        assertThat(AgreementState.values())
                .filteredOn(state -> !state.hasBeenInForce())
                .containsExactly(DRAFT, SIGNED);
        assertThat(AgreementState.values())
                .filteredOn(AgreementState::isLive)
                .containsExactly(SIGNED, IN_FORCE, SUSPENDED);
    }
}
