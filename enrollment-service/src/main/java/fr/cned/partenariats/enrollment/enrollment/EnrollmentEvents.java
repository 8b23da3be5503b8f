package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class EnrollmentEvents extends EntityEvents<Enrollment> {

    EnrollmentEvents(EntityManager em) {
        super(em, Enrollment.class, "enrollment.enrollments.v1", EnrollmentChanged::of);
    }
}
