package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class SpaceEvents extends EntityEvents<Space> {

    SpaceEvents(EntityManager em) {
        super(em, Space.class, "spaces", SpaceChanged.TOPIC, SpaceChanged.TYPE, SpaceChanged::of);
    }
}
