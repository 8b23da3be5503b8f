package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.enrollment.Visibility;
import fr.cned.partenariats.enrollment.student.StudentRepository.Erased;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Names, birth, INE, e-mail and situation. */
@ApplicationScoped
class RegisteredStudents implements HoldsPersonalData {

    private final StudentRepository students;
    private final Visibility visibility;
    private final Audit audit;
    private final Clock clock;

    RegisteredStudents(StudentRepository students, Visibility visibility, Audit audit, Clock clock) {
        this.students = students;
        this.visibility = visibility;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String section() {
        return "students";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return students.visible(person.studentIds(), partner).stream()
                .map(student -> StudentView.of(student, visibility))
                .toList();
    }

    @Override
    public int erase(Person person) {
        List<Erased> erased = students.erase(person.studentIds(), clock.instant());
        audit.record(erased.stream()
                .map(student -> AuditedChange.next("student", student.id(), student.version(), "erasedAt"))
                .toList());
        return erased.size();
    }
}
