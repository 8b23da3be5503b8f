package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class AgreementEvents extends EntityEvents<Agreement> {

    AgreementEvents(EntityManager em, FrameworkSeats seats) {
        super(
                em,
                Agreement.class,
                "agreements",
                "partner.agreements.v1",
                "fr.cned.partenariats.agreement.changed.v1",
                agreement -> AgreementChanged.of(agreement, seats.remaining(agreement)));
    }
}
