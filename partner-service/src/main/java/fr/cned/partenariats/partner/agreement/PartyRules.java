package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.PARTY_NOT_ACTIVE;
import static fr.cned.partenariats.partner.PartnerProblem.PARTY_REQUIRED;
import static fr.cned.partenariats.partner.PartnerProblem.PARTY_WITHOUT_AGREEMENT_RELATION;

import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.partner.Partner;
import fr.cned.partenariats.partner.partner.PartnerState;
import fr.cned.partenariats.partner.partner.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who may sign: active partners with whom the Cned's relation is an agreement, not a mere collaboration or contact. */
final class PartyRules {

    private PartyRules() {}

    /** @param partners those to be asked about, of the parties */
    static List<Violation> violations(AgreementKind kind, List<Party> parties, Map<UUID, Partner> partners) {
        List<Violation> violations = new ArrayList<>();
        if (parties.isEmpty() && kind != AgreementKind.TEMPLATE) {
            violations.add(new Violation("/parties", PARTY_REQUIRED));
        }
        for (int i = 0; i < parties.size(); i++) {
            Partner partner = partners.get(parties.get(i).partnerId());
            if (partner == null) {
                continue; // not asked about
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
