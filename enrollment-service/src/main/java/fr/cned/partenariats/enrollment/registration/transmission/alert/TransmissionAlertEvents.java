package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class TransmissionAlertEvents extends EntityEvents<TransmissionAlert> {

    TransmissionAlertEvents(EntityManager em) {
        super(em, TransmissionAlert.class, "enrollment.transmission-alerts.v1", TransmissionAlertChanged::of);
    }
}
