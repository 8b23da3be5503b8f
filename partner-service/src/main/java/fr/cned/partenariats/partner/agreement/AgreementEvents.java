package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class AgreementEvents extends EntityEvents<Agreement> {

    AgreementEvents(EntityManager em, FrameworkSeats seats) {
        super(em, Agreement.class, "partner.agreements.v1", one -> AgreementChanged.of(one, seats.remaining(one)));
    }
}
