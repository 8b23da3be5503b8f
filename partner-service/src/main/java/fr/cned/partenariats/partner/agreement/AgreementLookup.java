package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.partner.LiveAgreements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Answers the questions of other features about the agreements of a partner. */
@ApplicationScoped
public class AgreementLookup implements LiveAgreements {

    private final AgreementRepository agreements;

    AgreementLookup(AgreementRepository agreements) {
        this.agreements = agreements;
    }

    @Override
    public List<UUID> findByPartner(UUID partnerId) {
        return agreements.liveOf(partnerId);
    }

    public boolean isAnyInForceWith(UUID partnerId) {
        return agreements.isAnyInForceWith(partnerId);
    }

    /**
     * A condition for another feature's SQL query: the partner has an agreement in force.
     *
     * @param partnerId an expression of that query
     */
    public static String anyInForceWith(String partnerId) {
        return "has_agreement_in_force(" + partnerId + ")";
    }

    /** SQL query: the partners with an agreement in force. */
    public static String allInForce() {
        return "select partners_with_agreement_in_force()";
    }
}
