package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class AttendanceAlertEvents extends EntityEvents<AttendanceAlert> {

    AttendanceAlertEvents(EntityManager em) {
        super(
                em,
                AttendanceAlert.class,
                "attendanceAlerts",
                "enrollment.attendance-alerts.v1",
                "fr.cned.partenariats.attendance-alert.changed.v1",
                AttendanceAlertChanged::of);
    }
}
