package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.PARTY_NOT_ACTIVE;
import static fr.cned.partenariats.partner.PartnerProblem.PARTY_REQUIRED;
import static fr.cned.partenariats.partner.PartnerProblem.PARTY_WITHOUT_AGREEMENT_RELATION;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.Party;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerState;
import fr.cned.partenariats.partner.registry.partner.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which partners can sign: active partners whose relation with the Cned is an agreement. */
final class SignatoryRules {

    private SignatoryRules() {}

    /** @param partners the parties to check; a party that is not in the map is not checked */
    static List<Violation> violations(AgreementKind kind, List<Party> parties, Map<UUID, Partner> partners) {
        List<Violation> violations = new ArrayList<>();
        if (parties.isEmpty() && kind != AgreementKind.TEMPLATE) {
            violations.add(new Violation("/parties", PARTY_REQUIRED));
        }
        for (int i = 0; i < parties.size(); i++) {
            Partner partner = partners.get(parties.get(i).partnerId());
            if (partner == null) {
                continue;
            }
            String pointer = "/parties/" + i + "/partnerId";
            if (partner.state() != PartnerState.ACTIVE) {
                violations.add(new Violation(
                        pointer,
                        PARTY_NOT_ACTIVE,
                        partner.legalName(),
                        partner.state().name()));
            }
            if (partner.relation() != Relation.AGREEMENT) {
                violations.add(new Violation(
                        pointer,
                        PARTY_WITHOUT_AGREEMENT_RELATION,
                        partner.legalName(),
                        partner.relation().name()));
            }
        }
        return violations;
    }
}
