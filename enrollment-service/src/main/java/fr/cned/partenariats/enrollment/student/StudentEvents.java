package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class StudentEvents extends EntityEvents<Student> {

    StudentEvents(EntityManager em) {
        super(
                em,
                Student.class,
                "students",
                "enrollment.students.v1",
                "fr.cned.partenariats.student.changed.v1",
                StudentChanged::of);
    }
}
