package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class TrainingEvents extends EntityEvents<Training> {

    TrainingEvents(EntityManager em) {
        super(em, Training.class, "catalog.trainings.v1", TrainingChanged::of);
    }
}
