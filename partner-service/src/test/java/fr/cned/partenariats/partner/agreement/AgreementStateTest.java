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

    /** docs/domain.md: DRAFT → SIGNED → IN_FORCE ⇄ SUSPENDED, IN_FORCE → EXPIRED | TERMINATED | RENEWED. No other move. */
    @Test
    void movesAreThoseOfTheDomainAndNoOther() {
        Map<AgreementState, Set<AgreementState>> moves = new EnumMap<>(AgreementState.class);
        for (AgreementState state : AgreementState.values()) {
            moves.put(state, state.next());
        }
        assertThat(moves)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        DRAFT, Set.of(SIGNED),
                        SIGNED, Set.of(IN_FORCE),
                        IN_FORCE, Set.of(SUSPENDED, EXPIRED, TERMINATED, RENEWED),
                        SUSPENDED, Set.of(IN_FORCE),
                        EXPIRED, Set.of(),
                        TERMINATED, Set.of(),
                        RENEWED, Set.of()));
    }
}
