package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.Party;
import fr.cned.partenariats.partner.agreement.terms.PartyRole;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import fr.cned.partenariats.partner.registry.partner.Relation;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignatoryRulesTest {

    private static final UUID FIRST = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();

    @Test
    void activePartnersOfRelationAgreementCanSign() {
        assertThat(violations(List.of(FIRST), Map.of(FIRST, partner(PartnerState.ACTIVE, Relation.AGREEMENT))))
                .isEmpty();
    }

    @Test
    void everyObstacleIsReported() {
        Map<UUID, Partner> partners = Map.of(
                FIRST, partner(PartnerState.ACTIVE, Relation.CONTACT),
                SECOND, partner(PartnerState.SUSPENDED, Relation.COLLABORATION));
        assertThat(violations(List.of(FIRST, SECOND), partners))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(
                        tuple("/parties/0/partnerId", "party-without-agreement-relation"),
                        tuple("/parties/1/partnerId", "party-not-active"),
                        tuple("/parties/1/partnerId", "party-without-agreement-relation"));
    }

    @Test
    void onlyTheGivenPartiesAreChecked() {
        assertThat(violations(List.of(FIRST, SECOND), Map.of())).isEmpty();
    }

    @Test
    void everyAgreementExceptATemplateHasAParty() {
        assertThat(violations(List.of(), Map.of()))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/parties", "party-required"));
        assertThat(SignatoryRules.violations(AgreementKind.TEMPLATE, List.of(), Map.of()))
                .isEmpty();
    }

    private static List<Violation> violations(List<UUID> parties, Map<UUID, Partner> partners) {
        return SignatoryRules.violations(
                AgreementKind.SPECIFIC,
                parties.stream()
                        .map(partner -> new Party(partner, PartyRole.SIGNATORY))
                        .toList(),
                partners);
    }

    private static Partner partner(PartnerState state, Relation relation) {
        return new Partner() {
            @Override
            public String legalName() {
                return "Lycée";
            }

            @Override
            public PartnerState state() {
                return state;
            }

            @Override
            public Relation relation() {
                return relation;
            }
        };
    }
}
