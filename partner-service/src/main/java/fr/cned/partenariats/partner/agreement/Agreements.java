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
}
