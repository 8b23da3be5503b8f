package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.partner.Commitments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tells the registry of partners which agreements bind a partner. */
@ApplicationScoped
class AgreementCommitments implements Commitments {

    private final AgreementRepository agreements;

    AgreementCommitments(AgreementRepository agreements) {
        this.agreements = agreements;
    }

    @Override
    public List<UUID> liveAgreementsOf(UUID partnerId) {
        return agreements.liveOf(partnerId);
    }
}
