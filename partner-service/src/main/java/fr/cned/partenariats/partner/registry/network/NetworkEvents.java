package fr.cned.partenariats.partner.registry.network;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class NetworkEvents extends EntityEvents<Network> {

    NetworkEvents(EntityManager em) {
        super(em, Network.class, "partner.networks.v1", NetworkChanged::of);
    }
}
