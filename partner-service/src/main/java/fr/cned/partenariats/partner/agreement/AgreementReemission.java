package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.reemission.Reemitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes agreements known to the re-emission. */
@ApplicationScoped
class AgreementReemission {

    @Produces
    @Dependent
    Reemitted<Agreement> agreements(AgreementRepository rows, AgreementStore store) {
        return new Reemitted<>("agreements", rows, Agreement::id, store::event);
    }
}
