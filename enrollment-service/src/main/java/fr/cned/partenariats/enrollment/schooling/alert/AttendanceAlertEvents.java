package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class AttendanceAlertEvents extends EntityEvents<AttendanceAlert> {

    AttendanceAlertEvents(EntityManager em) {
        super(em, AttendanceAlert.class, "enrollment.attendance-alerts.v1", AttendanceAlertChanged::of);
    }
}
