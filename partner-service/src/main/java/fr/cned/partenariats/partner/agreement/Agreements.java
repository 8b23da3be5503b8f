package fr.cned.partenariats.partner.agreement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What the other features may ask of the agreements. */
@ApplicationScoped
public class Agreements {

    private final AgreementRepository agreements;

    Agreements(AgreementRepository agreements) {
        this.agreements = agreements;
    }

    public boolean isAnyInForceWith(UUID partnerId) {
        return agreements.isAnyInForceWith(partnerId);
    }

    /**
     * The same as a condition of another feature's query.
     *
     * @param partnerId an expression of that query
     */
    public static String anyInForceWith(String partnerId) {
        return AgreementRepository.anyInForceWith(partnerId);
    }
}
