package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class SpaceEvents extends EntityEvents<Space> {

    SpaceEvents(EntityManager em) {
        super(em, Space.class, SpaceChanged.TOPIC, SpaceChanged::of);
    }
}
