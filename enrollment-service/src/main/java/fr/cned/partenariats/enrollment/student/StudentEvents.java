package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class StudentEvents extends EntityEvents<Student> {

    StudentEvents(EntityManager em) {
        super(em, Student.class, "enrollment.students.v1", StudentChanged::of);
    }
}
