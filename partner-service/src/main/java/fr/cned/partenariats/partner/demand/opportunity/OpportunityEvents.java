package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class OpportunityEvents extends EntityEvents<Opportunity> {

    OpportunityEvents(EntityManager em) {
        super(em, Opportunity.class, "partner.opportunities.v1", OpportunityChanged::of);
    }
}
