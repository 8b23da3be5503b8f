package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.partner.reemission.Reemitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes partners known to the re-emission. */
@ApplicationScoped
class PartnerReemission {

    @Produces
    @Dependent
    Reemitted<Partner> partners(PartnerRepository rows) {
        return new Reemitted<>("partners", rows, Partner::id, PartnerChanged::of);
    }
}
