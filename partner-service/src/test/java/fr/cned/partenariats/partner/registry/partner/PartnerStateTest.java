package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.partner.registry.partner.PartnerState.ACTIVE;
import static fr.cned.partenariats.partner.registry.partner.PartnerState.CLOSED;
import static fr.cned.partenariats.partner.registry.partner.PartnerState.PROSPECT;
import static fr.cned.partenariats.partner.registry.partner.PartnerState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table in docs/domain.md, "State machines", "Partner". */
class PartnerStateTest {

    private static final Map<PartnerState, Set<PartnerState>> TRANSITIONS = Map.of(
            PROSPECT, Set.of(ACTIVE, CLOSED),
            ACTIVE, Set.of(SUSPENDED, CLOSED),
            SUSPENDED, Set.of(ACTIVE, CLOSED),
            CLOSED, Set.of(ACTIVE));

    @ParameterizedTest
    @EnumSource
    void allowsOnlyTheTransitionsOfTheTable(PartnerState from) {
        for (PartnerState to : PartnerState.values()) {
            Partner partner = partner(from);
            if (TRANSITIONS.get(from).contains(to)) {
                partner.moveTo(to);
                assertThat(partner.state()).isEqualTo(to);
            } else {
                Refusal refusal = catchThrowableOfType(Refusal.class, () -> partner.moveTo(to));
                assertThat(refusal.code()).isEqualTo(CommonProblem.ILLEGAL_TRANSITION);
                assertThat(partner.state()).isEqualTo(from);
            }
        }
    }

    @Test
    void aNewPartnerIsActiveUnlessItIsAProspect() {
        assertThat(request(null).initialState()).isEqualTo(ACTIVE);
        assertThat(request(CreatePartner.InitialState.ACTIVE).initialState()).isEqualTo(ACTIVE);
        assertThat(request(CreatePartner.InitialState.PROSPECT).initialState()).isEqualTo(PROSPECT);
    }

    private static Partner partner(PartnerState state) {
        return Partner.create(request(null).details(), state);
    }

    private static CreatePartner request(CreatePartner.@Nullable InitialState state) {
        return new CreatePartner(
                PartnerKind.COMPANY, "O2", null, null, null, List.of(), Relation.AGREEMENT, null, null, state);
    }
}
