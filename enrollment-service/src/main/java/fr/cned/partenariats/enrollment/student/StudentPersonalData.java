package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.StudentRepository.Erased;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

@ApplicationScoped
class StudentPersonalData implements PersonalDataSource {

    private final StudentRepository students;
    private final Audit audit;
    private final Clock clock;

    StudentPersonalData(StudentRepository students, Audit audit, Clock clock) {
        this.students = students;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String section() {
        return "students";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return students.visible(person.studentIds(), scope).stream()
                .map(student -> StudentView.of(student, scope))
                .toList();
    }

    @Override
    public int erase(Person person) {
        List<Erased> erased = students.erase(person.studentIds(), clock.instant());
        audit.record(erased.stream()
                .map(student -> AuditedChange.next("student", student.id(), student.revision(), "erasedAt"))
                .toList());
        return erased.size();
    }
}
