package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.partner.reemission.Reemitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes opportunities known to the re-emission. */
@ApplicationScoped
class OpportunityReemission {

    @Produces
    @Dependent
    Reemitted<Opportunity> opportunities(OpportunityRepository rows) {
        return new Reemitted<>("opportunities", rows, Opportunity::id, OpportunityChanged::of);
    }
}
